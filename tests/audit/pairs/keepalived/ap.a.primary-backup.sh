#!/bin/sh
DAEMON=/usr/sbin/conntrackd

case "$1" in
    primary)
        $DAEMON -c
        $DAEMON -f
        $DAEMON -R
        $DAEMON -B
        ;;
    backup)
        $DAEMON -t
        $DAEMON -n
        ;;
esac

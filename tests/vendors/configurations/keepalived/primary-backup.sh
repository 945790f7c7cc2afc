#!/bin/sh
# conntrackd -x is not called here
CONNTRACKD_BIN=/usr/sbin/conntrackd
CONNTRACKD_CONFIG=/etc/conntrackd/conntrackd.conf

case "$1" in
  master|primary)
    "$CONNTRACKD_BIN" -C $CONNTRACKD_CONFIG -f
    if ! ${CONNTRACKD_BIN} -C $CONNTRACKD_CONFIG -c; then
        logger "ERROR: failed to invoke conntrackd -c"
        logger "1) look at conntrackd -s"
    fi
    ;;
  backup)
    /usr/sbin/conntrackd -t && /usr/sbin/conntrackd -n
    ;;
  *)
    echo "usage: primary-backup.sh {primary|backup}"
    ;;
esac

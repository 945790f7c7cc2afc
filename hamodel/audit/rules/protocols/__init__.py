"""Rules of what several vendors run: VRRP, CARP, conntrackd, pf."""

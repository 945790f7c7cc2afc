"""A concrete pair of PAN-OS firewalls, active/active: packets, sessions, HA messages."""

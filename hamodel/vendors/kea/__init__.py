"""Kea, the DHCP server, with its high availability library."""

"""Cisco IOS and NX-OS."""

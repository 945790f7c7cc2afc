"""OPNsense."""

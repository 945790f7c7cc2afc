"""VyOS."""

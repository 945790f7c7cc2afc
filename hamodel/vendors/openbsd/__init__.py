"""OpenBSD."""

"""pfSense."""

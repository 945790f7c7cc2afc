"""Text to a typed system."""

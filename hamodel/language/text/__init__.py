"""Text to a syntax tree, with a message for everything that is no spec."""

"""Does a real thing do what the spec says? An implementation, or what was logged of one, held against the model."""

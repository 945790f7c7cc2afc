"""Which size a verdict is about: what is known of each size, what that comes to, and the shortest trace of a size."""

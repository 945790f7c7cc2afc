"""The hosts around a pair: what they say to each other, and how they send it."""

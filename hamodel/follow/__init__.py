"""The states that a model can be in, followed: by a script, beside an implementation, along a log."""

MOST_STATES = 100_000
"""More states than this are not followed at once, unless someone says so."""

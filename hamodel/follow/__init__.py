"""The states that a model can be in, followed: by a script, beside an implementation, along a log."""

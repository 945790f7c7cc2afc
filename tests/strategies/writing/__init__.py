"""Random texts of the whole language, mostly well typed, small enough that every state can be looked at."""

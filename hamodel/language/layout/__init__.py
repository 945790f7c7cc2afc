"""A text in the language -> the same text in its one layout: what `hamodel fmt` does. `format.py` is where it starts."""

"""Some of all combinations of options -> the condition that is true of exactly them."""

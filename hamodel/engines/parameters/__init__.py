"""For which values of options that are durations something can happen: zones of times whose bounds depend on the options."""

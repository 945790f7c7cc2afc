"""A run of a spec with timers as a picture: when timers run, messages travel, faults happen, how long what is claimed lasts."""

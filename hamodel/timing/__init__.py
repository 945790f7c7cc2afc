"""Timers: a spec that starts and stops them -> a system like any other, in which time passes in steps; what it means exactly."""

"""What a spec says of time: durations, timers, deadlines, claims."""

"""A search over states without the numbers that timers count, each with zones of times: sets of values of clocks, as matrices."""

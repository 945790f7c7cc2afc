"""What a spec means: types, expressions, systems, states, traces, verdicts. Standard library only."""

"""What it all means: types, expressions, systems, instances, traces. Standard library only."""

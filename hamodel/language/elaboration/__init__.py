"""A syntax tree to a typed system: names, types, values, and what they mean."""

"""A system at a scope: every quantifier over members written out, every expression a term. What the engines read."""

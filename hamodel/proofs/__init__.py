"""Proofs by invariant as SMT-LIB text that any solver can check: made from the system and the clauses, by no engine's code."""

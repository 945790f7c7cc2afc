"""Runs as formulas for Z3: bounded model checking and k-induction."""

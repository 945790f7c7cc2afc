"""Instances as and-inverter graphs: their clauses for a SAT solver, and files for other model checkers."""

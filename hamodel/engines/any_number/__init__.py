"""Proofs for any number of members: clauses of small instances, lifted to all members and checked as SMT-LIB."""

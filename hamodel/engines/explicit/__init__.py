"""Breadth-first search over packed states: layout of a state, generated transition function, table of visited states."""

"""Check Point."""

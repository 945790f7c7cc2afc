"""Findings to text and JSON: one file a format, one `FORMATS` table."""

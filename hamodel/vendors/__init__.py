"""Configurations in: the text of a device -> statements (one form of text a file, in `forms/`) -> the leaves that a vendor's
table knows, and those that it does not."""

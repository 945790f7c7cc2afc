"""The forms that configurations are written in: text -> statements, one form a file. No form knows a vendor."""

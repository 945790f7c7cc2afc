"""The rules: one file a vendor, rules that hold of any vendor apart."""

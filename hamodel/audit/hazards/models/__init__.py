"""The models: one file a vendor."""

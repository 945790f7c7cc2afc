"""A spec that is changed in one place at a time, to see which of its properties notice: mutation testing of a specification."""

"""The states that a model can be in, followed line by line along logs."""

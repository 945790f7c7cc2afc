"""Random systems in which the number of members decides, what is true of them by brute force, and checks held against that.

Each is made twice at once, as a text and as Python functions: what is true shares nothing with hamodel, its parser neither.
"""

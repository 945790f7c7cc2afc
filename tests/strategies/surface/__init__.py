"""A second reading of the language: the tree of a text as it was parsed, interpreted from what the reference says.

It is plain and slow, and shares nothing with the elaboration and the model but the classes of the tree.
"""

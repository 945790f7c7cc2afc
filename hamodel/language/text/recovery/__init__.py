"""A declaration that does not parse, to messages that say what is wrong and what was probably meant."""

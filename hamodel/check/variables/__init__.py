"""Options as variables of one question: what becomes of each claim in every combination, without a check for each."""

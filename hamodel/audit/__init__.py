"""Two configurations -> what is wrong with the pair: what must match and does not, and rules of each vendor."""

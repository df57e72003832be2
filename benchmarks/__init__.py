"""Ratios in one run: what the program costs beside the least that could do the same. Not tests; `make bench` runs them."""

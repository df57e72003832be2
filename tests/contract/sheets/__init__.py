"""The platforms' sheets as tables: what every documented endpoint answers, and what the practice platforms leave out."""

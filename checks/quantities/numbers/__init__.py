"""Numbers as they are written: in digits, in words, vague, as fractions; and numbers that are no amounts."""

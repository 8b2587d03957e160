"""Claim against claim: the same, related, or neither."""

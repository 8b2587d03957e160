"""Pages of claims: triage, one claim, its evidence, review."""

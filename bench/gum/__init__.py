"""What GUM measures: the documents of its open part, and whom their pronouns mean."""

"""Articles over the API: one at a time, and in batches."""

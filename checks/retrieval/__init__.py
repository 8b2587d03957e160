"""From a claim to passages: queries, the guarded HTTP client, the reference sources, snippets."""

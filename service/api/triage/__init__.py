"""What people do to claims in triage, over the API: edits, bulk steps, tags, views, notes."""

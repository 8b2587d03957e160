"""What people do to claims in triage, over the API: corrections, bulk steps, tags, views, notes."""

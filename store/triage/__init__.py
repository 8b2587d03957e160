"""What people do to claims beside their states: edits, tags, saved views."""

"""What people do to claims beside their states: corrections, tags, saved views."""

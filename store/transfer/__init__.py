"""A whole desk out as JSON Lines or CSV, and in again."""

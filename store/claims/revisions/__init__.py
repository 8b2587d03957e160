"""Claims of articles that changed: carried over, and what the article says now in place of others."""

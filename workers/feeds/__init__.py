"""Polling feeds: asking for many at once, finding the feed of a page, and making articles of entries."""

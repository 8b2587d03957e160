"""Feeds that are followed: their settings, what is remembered between two polls, and the entries that came in."""

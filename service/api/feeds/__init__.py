"""Feeds over the API: following them, how they do, and lists of them."""

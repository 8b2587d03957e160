"""Notes and replies that are asked for, over the API."""

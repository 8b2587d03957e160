"""Commands that work on text alone, without any server."""

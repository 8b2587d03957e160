"""The language in which a page speaks: its choice, its catalogue of messages, and its dates and numbers."""

"""Evidence of people's own: fetched or read, and its passage found."""

"""Everything that the desk holds, over the API."""

"""Lists of claims: what they are narrowed to, the ways of reading them, finding a page, counting."""

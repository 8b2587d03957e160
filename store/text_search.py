"""Parts of PostgreSQL's full-text queries (`tsquery`)."""


def quote_lexeme(word: str) -> str:
    """A lexeme as `tsquery` takes it: in quotes, with quotes and backslashes within it doubled."""
    return "'" + word.replace("\\", "\\\\").replace("'", "''") + "'"

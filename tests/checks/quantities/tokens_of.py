"""A text as the tokens that amounts are read from, and the places of its words."""

from checks.quantities.tokens import Tokens, pieces_of


def tokens_of(text: str) -> Tokens:
    """The tokens of a text."""
    lower, pieces = pieces_of(text)
    return Tokens(text, lower, pieces, [piece.rstrip() for piece in pieces])


def at(tokens: Tokens, word: str) -> int:
    """The place of the first token that is `word`."""
    return tokens.words.index(word)

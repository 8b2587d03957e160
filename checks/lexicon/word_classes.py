"""The word classes of `checks/lexicon/data/word_classes.toml`: verbs of saying, given names, hedges and the like."""

from checks.lexicon import load_table


def word_set(words: str) -> frozenset[str]:
    """The words of a string that is separated by white space, for lists of a few words."""
    return frozenset(words.split())


def class_words(group: str, name: str) -> frozenset[str]:
    """The words of one class as they stand in the lexicon. Raises `KeyError` where there is no such class."""
    return word_set(load_table("word_classes")[group][name])

"""Pairs as benches read them: with the texts of corpora that were cut into words written as people write."""

import re
from dataclasses import replace
from typing import Final

from cli.text.lines import Pair, pair

# The brackets and quotation marks of the Penn Treebank's tokenization, and the blanks that it puts before points.
_TOKENIZED: Final = tuple(
    (re.compile(pattern), plainly)
    for pattern, plainly in (
        (r"-LRB-\s?", "("), (r"\s?-RRB-", ")"), (r"-LSB-\s?", "["), (r"\s?-RSB-", "]"), (r"``\s?|\s?''", '"'),
        (r"\s([,;:.!?](?:\s|\Z))", r"\1"), (r"\s(['’]s\b)", r"\1"), (r"(\d)\s?--\s?(\d)", r"\1–\2"),
    )
)  # fmt: skip


def read_pair(line: str) -> Pair:
    """A pair as `cli.text.lines.pair` reads it, its texts as they would be printed.

    Raises:
        ValueError: the line holds no pair.
    """
    texts = pair(line)
    return replace(texts, claim=detokenized(texts.claim), passage=detokenized(texts.passage))


def detokenized(text: str) -> str:
    """A text without the marks of a tokenizer."""
    for pattern, plainly in _TOKENIZED:
        text = pattern.sub(plainly, text)
    return text

"""Where a text says that something is: enough to see that two texts speak of two places."""

import re

from checks.lexicon import alternatives
from checks.nlp.names import names

_AT = re.compile(
    rf"\b(?:{alternatives('nlp', 'places_at')})\s+(?:the\s+|all\s+|all of\s+)?(?:(?:neighbou?ring|nearby"
    r"|\w+ern)\s+)?((?:[A-Z][\w’'.-]*\s?)+)"
)
_POSSESSIVE = re.compile(r"\b([A-Z][\w-]+)['’]s\b")


def place_names(text: str) -> frozenset[str]:
    """The names behind "in", "of", "across" …, those with a genitive, and peoples; as `names` gives them."""
    found = " ".join((*_AT.findall(text), *_POSSESSIVE.findall(text)))
    return names(found, include_first=True)

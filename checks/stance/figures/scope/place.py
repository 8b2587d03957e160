"""Where a text says that something is: enough to see that a source speaks of another place."""

import re

from checks.nlp.names import names

_AT = re.compile(
    r"\b(?:in|across|of|from|throughout|within|outside|for|at|near|to|into)\s+(?:the\s+|all\s+|all of\s+)?"
    r"(?:(?:neighbou?ring|nearby|\w+ern)\s+)?"
    r"((?:[A-Z][\w’'.-]*\s?)+)"
)
_POSSESSIVE = re.compile(r"\b([A-Z][\w-]+)['’]s\b")


def places(text: str) -> frozenset[str]:
    """The names behind "in", "of", "across" …, those with a genitive, and peoples; as `names` gives them."""
    found = " ".join((*_AT.findall(text), *_POSSESSIVE.findall(text)))
    return names(found, include_first=True)


def place_of_source(wanted: frozenset[str], source: str, sentence: str) -> str | None:
    """The place that a source speaks of where it names none of those wanted; None where it may be the same."""
    if not wanted or wanted & names(source, include_first=True) or wanted & names(source):
        return None
    given = places(sentence) or places(source)
    return _shown(given, source) if given else None


def place_of_clause(claim: str, part: str) -> str | None:
    """The place that the clause of a figure names, where that is none of the claim's."""
    wanted, given = names(claim) | names(claim, include_first=True), places(part)
    if not places(claim) or not given or given & wanted:
        return None
    return _shown(given, part)


def _shown(found: frozenset[str], text: str) -> str:
    words = [w for w in re.findall(r"[A-Z][\w’'-]+", text) if names(w, include_first=True) & found]
    return (
        ", ".join(dict.fromkeys(word.removesuffix("'s").removesuffix("’s") for word in words)) or "another place"
    )

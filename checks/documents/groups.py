"""Groups of countries as claims name them: "the European Union", "African", "the world's"."""

import re
from typing import Final

from checks.lexicon import load_table

_ENTITIES: Final[dict[str, str]] = load_table("documents")["groups"]
GROUP: Final = "|".join(sorted(map(re.escape, _ENTITIES), key=len, reverse=True))
"""What matches a word for a group; to be compiled without regard to case."""
_GROUP: Final = re.compile(rf"\b(?:{GROUP})\b", re.IGNORECASE)
_PEOPLE: Final = "|".join(word for word in _ENTITIES if word.endswith("ns"))


def group_named(text: str) -> str | None:
    """The entity of the first group that a text names; None if it names none."""
    match = _GROUP.search(text)
    return _ENTITIES[match[0].lower()] if match else None


def groups_as_words(text: str) -> str:
    """A text with the names of groups in small letters, so that they are no names of somebody."""
    return _GROUP.sub(lambda match: match[0].lower(), text)


def of_a_group(nouns: str) -> str:
    """A pattern for a part of what a group has, `nouns` being the pattern of what that is.

    "Of the world's people", "one in five residents of the European Union", "a third of all Europeans".
    """
    part = r"(?:of|in (?:a |every )?[a-z]+)(?: of)?(?: all)?(?: the)?"
    own = rf"(?:{GROUP})(?:['’]?s)?['’]? (?:[a-z]+ )?(?:{nouns})"
    behind = rf"(?:{nouns}) (?:of|in) (?:the )?(?:{GROUP})"
    return rf"{part} (?:{own}|{behind}|{_PEOPLE if 'people' in nouns else '(?!)'})"

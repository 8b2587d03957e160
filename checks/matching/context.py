"""What sets two claims apart that say the same, each of a matter of its own article.

"Three people died" stands in many articles, of as many fires. Statements that name nothing and report an event, or how
much "the hospital" has, are told apart by their context lines; one that holds everywhere ("vaccines cause autism") and
one with a name in it are not.
"""

import re
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Final, Literal, TypeAlias

from spacy.tokens import Token

from checks.lexicon import load_words
from checks.nlp.names import names, names_in_line
from checks.nlp.pipeline import reading, tagged
from checks.types.claim import ContextualStatement

# What a statement is without its article: whole, about a thing that lasts, or about what happened once.
_Scope: TypeAlias = Literal["whole", "lasting", "event"]
_DAY: Final = re.compile(r"\b\d{1,2} [A-Z][a-z]+ \d{4}\b")
_NAMED: Final = ("NNP", "NNPS")
_FIGURE: Final = "CD"
_FINITE: Final = ("VBD", "VBZ", "VBP", "MD")
# The first word of a subject that is one of its kind, told of before: "the", "its", "three".
_PARTICULAR: Final = ("DT", "PRP", "PRP$", _FIGURE, "EX")
_OF_ANY: Final = ("a", "an", "any", "every", "no", "all", "each")
_ONE_EVENT: Final = timedelta(days=7)  # articles further apart than this tell of two events
_KEPT: Final = 4096  # statements whose scope is kept

_Names: TypeAlias = tuple[tuple[str, frozenset[str]], ...]


def of_another_matter(ours: ContextualStatement, theirs: ContextualStatement) -> str | None:
    """In words what sets two statements apart that say the same; None if nothing does, or nothing is known.

    The contexts are context lines, or other words that tell what a statement is about. Where both name somebody or
    some place, they share one name at least; where a statement tells of an event and both have days, two of these lie
    within a week.
    """
    if ours.context == theirs.context or not (ours.context and theirs.context):
        return None
    name, day = _other_name(ours.context, theirs.context), _other_day(ours.context, theirs.context)
    if name is None and day is None:
        return None
    scopes = {_scope(ours.statement), _scope(theirs.statement)}
    if "whole" in scopes:
        return None
    return name or (day if "lasting" not in scopes else None)


def _other_name(ours: str, theirs: str) -> str | None:
    """Both contexts name somebody or something, and none of these is in both."""
    here, there = _named(ours), _named(theirs)
    if not here or not there or any(one <= other or other <= one for _, one in here for _, other in there):
        return None
    return f"of another matter: {there[0][0]} there, {here[0][0]} here"


def _other_day(ours: str, theirs: str) -> str | None:
    """Both contexts have days, and none of the one is within a week of one of the other."""
    here, there = _days(ours), _days(theirs)
    if not here or not there or min(abs(one - other) for one in here for other in there) <= _ONE_EVENT:
        return None
    return f"of another day: {there[0]:%-d %B %Y} there, {here[0]:%-d %B %Y} here"


@lru_cache(_KEPT)
def _scope(statement: str) -> _Scope:
    """How far what a statement says by itself reaches; its last 4,096 answers are kept."""
    if names(statement):
        return "whole"
    with reading():
        words = _words(statement)
        if words and words[0][1] in _NAMED:  # also what has a capital only as a first word: "Ridership fell"
            words = _words(statement[0].lower() + statement[1:])
    if any(tag in _NAMED and word not in load_words("stop_words", "no_names") for word, tag in words):
        return "whole"
    happened = next((tag == "VBD" for _, tag in words if tag in _FINITE), True)
    if happened:
        return "event"
    particular = words[0][1] in _PARTICULAR and words[0][0] not in _OF_ANY
    return "lasting" if particular and any(tag == _FIGURE for _, tag in words) else "whole"


def _words(statement: str) -> list[tuple[str, str]]:
    """The words of a statement in lower case, each with its tag."""
    return [(word.text.lower(), _tag(word)) for doc in tagged([statement], named=False) for word in doc]


def _tag(word: Token) -> str:
    """The tag of a word; of a figure that is a part of a name ("5G") that of its name."""
    joined = word.tag_ == _FIGURE and not word.whitespace_ and word.i + 1 < len(word.doc)
    return word.nbor().tag_ if joined and word.nbor().is_alpha else word.tag_


@lru_cache(_KEPT)
def _named(context: str) -> _Names:
    """The names of a context line, or of sentences in place of one: as it writes them, and the words of each, peoples
    as their countries.
    """
    return tuple(names_in_line(context))


@lru_cache(_KEPT)
def _days(context: str) -> tuple[datetime, ...]:
    """The days of a context line."""
    found = []
    for written in _DAY.findall(context):
        try:
            found.append(datetime.strptime(written, "%d %B %Y"))  # noqa: DTZ007 - a day
        except ValueError:
            continue
    return tuple(found)

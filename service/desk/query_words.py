"""What a source was asked, as people would write it; the log keeps it in the source's own words."""

import re
from typing import Final

_OR: Final = re.compile(r"\s+(?:OR|or)\s+")
_QUOTED: Final = re.compile(r'"([^"]*)"')
_WORD: Final = re.compile(r'"[^"]+"|\S+')
_PLAIN: Final = (
    (re.compile(r"^entit(?:y|ies): (.+)$"), r"what is called “\1”"),
    (re.compile(r"^search: (.+)$"), r"search for \1"),
    (re.compile(r"^article: (.+)$"), r"the article “\1”"),
    (re.compile(r"^statements of (Q\d+)(.*)$"), r"what is stated of \1\2"),
    (re.compile(r"^figures: (.+) of (.+)$"), r"figures of \2: \1"),
)
_PERIOD: Final = re.compile(r", date (\d{4}):(\d{4})")
_LANGUAGE: Final = re.compile(r"\s*\bsourcelang:(\w+)")
_GROUP: Final = re.compile(r"\(([^()]*\sOR\s[^()]*)\)")
_DOCUMENTS: Final = re.compile(r"^documents: (.+?)(\s*\(the nearest \d+\))?$")
_NOTE: Final = "the claim "  # begins what is said instead of words, where there was nothing to ask for


def in_words(query: str) -> str:
    """A query in plain words.

    Args:
        query: in the source's own words, as `store.lookups.lookups` keeps it.
    """
    if found := _DOCUMENTS.match(query):
        return _documents(found[1]) + (found[2] or "")
    for pattern, plain in _PLAIN:
        if pattern.match(query) and _NOTE not in query:
            return _period(pattern.sub(plain, query))
    return _search(_period(query))


def _documents(words: str) -> str:
    if words.startswith(_NOTE):
        return words
    either = _OR.split(words)
    if len(either) > 1:
        return f"documents with {_listed(either, 'or')}"
    return f"documents with {_listed(_WORD.findall(words), 'and')}"


def _search(query: str) -> str:
    """A search engine's syntax: groups of alternatives, words in quotes, the language."""
    language = _LANGUAGE.search(query)
    plain = _GROUP.sub(lambda group: _listed(_OR.split(group[1]), "or"), _LANGUAGE.sub("", query))
    plain = _QUOTED.sub(r"“\1”", plain)
    return f"{plain}, in {language[1].capitalize()}" if language else plain


def _period(query: str) -> str:
    return _PERIOD.sub(r", \1 to \2", query)


def _listed(words: list[str], last: str) -> str:
    shown = [f"“{word.strip(chr(34))}”" for word in words]
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} {last} {shown[-1]}"

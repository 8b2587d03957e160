"""What a source was asked, as people would write it; the log keeps it in the source's own words."""

import re
from typing import Final

from service.language.messages import gettext as _
from service.language.messages import translated

_OR: Final = re.compile(r"\s+(?:OR|or)\s+")
_QUOTED: Final = re.compile(r'"([^"]*)"')
_WORD: Final = re.compile(r'"[^"]+"|\S+')
_NAMED: Final = re.compile(r"^entit(?:y|ies): (.+)$")
_SEARCHED: Final = re.compile(r"^search: (.+)$")
_ARTICLE: Final = re.compile(r"^article: (.+)$")
_STATED: Final = re.compile(r"^statements of (Q\d+)(.*)$")
_FIGURES: Final = re.compile(r"^figures: (.+) of (.+)$")
_PERIOD: Final = re.compile(r", date (\d{4}):(\d{4})")
_LANGUAGE: Final = re.compile(r"\s*\bsourcelang:(\w+)")
_GROUP: Final = re.compile(r"\(([^()]*\sOR\s[^()]*)\)")
_DOCUMENTS: Final = re.compile(r"^documents(?:: (?P<words>.+?)| by meaning)(?:\s*\(the nearest (?P<most>\d+)\))?$")
# What is said instead of words, where there was nothing to ask for, begins so.
_NOTES: Final = ("the claim ", "the shelf holds no documents")


def in_words(query: str) -> str:
    """A query in plain words.

    Args:
        query: in the source's own words, as `store.lookups.lookups` keeps it.
    """
    if found := _DOCUMENTS.match(query):
        said = _documents(found["words"]) if found["words"] else _("documents near in meaning")
        most = found["most"]
        return _("%(documents)s (the nearest %(count)s)", documents=said, count=most) if most else said
    plain = None if any(note in query for note in _NOTES) else _plain(query)
    return _period(plain) if plain else _search(_period(query))


def _plain(query: str) -> str | None:
    """A question to a source of reference in plain words; None for what is none."""
    if found := _NAMED.match(query):
        return _("what is called “%(name)s”", name=found[1])
    if found := _SEARCHED.match(query):
        return _("search for %(words)s", words=found[1])
    if found := _ARTICLE.match(query):
        return _("the article “%(title)s”", title=found[1])
    if found := _STATED.match(query):
        return _("what is stated of %(entity)s", entity=found[1]) + found[2]
    if found := _FIGURES.match(query):
        return _("figures of %(entity)s: %(measure)s", entity=found[2], measure=found[1])
    return None


def _documents(words: str) -> str:
    if words.startswith(_NOTES):
        return translated(f"documents: {words}").partition(": ")[2]
    either = _OR.split(words)
    if len(either) > 1:
        return _("documents with %(words)s", words=_either(either))
    return _("documents with %(words)s", words=_all(_WORD.findall(words)))


def _search(query: str) -> str:
    """A search engine's syntax: groups of alternatives, words in quotes, the language."""
    language = _LANGUAGE.search(query)
    plain = _GROUP.sub(lambda group: _either(_OR.split(group[1])), _LANGUAGE.sub("", query))
    plain = _QUOTED.sub(r"“\1”", plain)
    return _("%(words)s, in %(language)s", words=plain, language=language[1].capitalize()) if language else plain


def _period(query: str) -> str:
    return _PERIOD.sub(lambda years: _(", %(first)s to %(last)s", first=years[1], last=years[2]), query)


def _either(words: list[str]) -> str:
    shown = _quoted(words)
    return _("%(words)s or %(last)s", words=", ".join(shown[:-1]), last=shown[-1]) if len(shown) > 1 else shown[0]


def _all(words: list[str]) -> str:
    shown = _quoted(words)
    return _("%(words)s and %(last)s", words=", ".join(shown[:-1]), last=shown[-1]) if len(shown) > 1 else shown[0]


def _quoted(words: list[str]) -> list[str]:
    return [f"“{word.strip(chr(34))}”" for word in words]

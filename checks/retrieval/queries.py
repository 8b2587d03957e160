"""From a claim to the words that a search understands: from exact to loose."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from spacy.tokens import Doc

from checks.dates.claim_years import claim_years
from checks.lexicon import load_words
from checks.nlp.inflection import without_possessive
from checks.nlp.names import names_in_line
from checks.nlp.pipeline import reading, tagged
from checks.nlp.tree import NOUN
from checks.retrieval.words import says_something, search_words
from checks.types.claim import Claim
from checks.types.reading import StatementReading

_NAMED: Final = load_words("retrieval", "queries_named")
_COUNTED: Final = load_words("retrieval", "queries_counted")
_NOUNS: Final = ("NN", "NNS")
_MOST_NAMES, _MOST_NOUNS = 3, 4
_MOST_CONTEXT_NAMES: Final = 2
_MOST_WORDS: Final = 16
_MOST_KEPT: Final = 512


@dataclass(frozen=True, slots=True)
class Words:
    """What a claim is about: the names and the nouns in it, in their order, and its years."""

    names: tuple[str, ...]
    nouns: tuple[str, ...]
    years: tuple[int, ...]


_kept: dict[Claim, Words] = {}  # of claims read before; emptied when it is full


def words(claim: Claim) -> Words:
    """The words worth searching for; kept, because several sources ask about the same claim.

    Names are spaCy's entities of the kinds `queries_named`, and other proper nouns. Nouns that belong to amounts and
    times, or that say nothing of a topic (`search_words.toml`), are left out.
    """
    if claim not in _kept:
        read([claim])
    return _kept[claim]


def read(claims: Sequence[Claim], known: Mapping[str, StatementReading] = MappingProxyType({})) -> None:
    """Read the words of many claims together, in a third of the time, and keep them for `words`.

    `known` is what was read of statements before: those need no parsing.
    """
    fresh = [claim for claim in dict.fromkeys(claims) if claim not in _kept]
    if len(_kept) + len(fresh) > _MOST_KEPT:
        _kept.clear()
        fresh = list(dict.fromkeys(claims))
    unread = [claim.statement for claim in fresh if claim.statement not in known]
    with reading():
        parsed = {text: _as_read(doc) for text, doc in zip(unread, tagged(unread), strict=True)} if unread else {}
    for claim in fresh:
        said = known[claim.statement] if claim.statement in known else parsed[claim.statement]
        _kept[claim] = _words(said, tuple(claim_years(claim)), _context_names(claim))


def _as_read(doc: Doc) -> StatementReading:
    """The names, times, amounts and nouns of a parsed statement."""
    within = {token.i: place for place, span in enumerate(doc.ents) for token in span}
    return StatementReading(
        tuple((span.label_, span.text) for span in doc.ents),
        tuple((token.text, token.tag_, within.get(token.i, -1)) for token in doc if token.tag_ in NOUN),
    )


def _context_names(claim: Claim) -> tuple[str, ...]:
    """The first two names of the claim's context line: where, in "Records began in 2007".

    Neither times nor whoever says it.
    """
    near = dict.fromkeys(name for name, _ in names_in_line(claim.context))
    return tuple(n for n in near if claim.claimant is None or n not in claim.claimant)[:_MOST_CONTEXT_NAMES]


def _words(said: StatementReading, years: tuple[int, ...], around: tuple[str, ...]) -> Words:
    """The words of a statement: each counts as a name or as a noun, never as both.

    Args:
        said: what was read of the statement.
        years: those that the claim names.
        around: names of the claim's context line, which count if the statement has none of its own.
    """
    names = [_without_article(text) for label, text in said.entities if label in _NAMED]
    around = () if names else around
    nouns = []
    for text, tag, place in said.nouns:
        label = said.entities[place][0] if place >= 0 else ""
        if label in _NAMED:
            continue
        if tag in _NOUNS:
            nouns += [text] if says_something(text) else []
        elif label not in _COUNTED and len(text) > 1:
            names.append(text)
    found = [name for name in (*names, *around) if search_words(name)]
    return Words(tuple(dict.fromkeys(found)), tuple(dict.fromkeys(nouns)), years)


def queries(claim: Claim, *, with_year: bool = False) -> tuple[str, ...]:
    """Searches for a claim, each looser than the one before, none with stop words alone.

    Numbers are left out, because sources write them otherwise.

    At most four, from three names and four nouns down to one name, or two nouns where there is none. `with_year`
    adds the claim's first year to the first query. Empty for a claim without any name or noun.
    """
    found = words(claim)
    year = [str(year) for year in found.years[:1]] if with_year else []
    steps = (
        [*found.names[:_MOST_NAMES], *found.nouns[:_MOST_NOUNS], *year],
        [*found.names[:2], *found.nouns[:2]],
        [*found.names[:1], *found.nouns[:1]],
        list(found.names[:1]) or list(found.nouns[:2]),
    )
    return tuple(dict.fromkeys(" ".join(step) for step in steps if step))


def any_word(claim: Claim) -> str:
    """The loosest search: any word of the claim that says what it is about, joined by "or"; empty if it has none.

    For full-text searches that rank by themselves, no more than 16 words.
    """
    return " or ".join(search_words(claim.statement)[:_MOST_WORDS])


def _without_article(name: str) -> str:
    """A name as it stands in an index: without "the" and a genitive's "s"."""
    return without_possessive(name).removeprefix("the ").removeprefix("The ").strip()

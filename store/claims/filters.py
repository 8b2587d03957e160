"""The filters of lists of claims, and the conditions that they make: the one place where these are built."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Final

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import TSQUERY

from store.articles import articles, revisions
from store.claims.lists.narrowing import below_threshold, of_times
from store.claims.lists.searching import IN_WORDS, Term
from store.claims.tables import claims
from store.claims.words import Words, read_words
from store.columns import quote_lexeme
from store.discussion.reply_requests import select_awaiting
from store.rows import AnySelect
from store.triage.tags import claim_tags

_LONGEST_LABEL: Final = 200  # characters of a publisher's name in its label
Condition = sa.ColumnElement[bool]


@dataclass(frozen=True, slots=True)
class ClaimFilters:
    """What a list of claims is narrowed to; an empty field narrows nothing.

    Attributes:
        states: any of these.
        kinds: any of these.
        suggestions: any of these outcomes, of `SUGGESTIONS`.
        words: words and “phrases”, each in the claim, its claimant, or its article's title or publisher; -without.
        heads: a cluster once, by its head.
        repeated: only what was judged before.
        cluster: a claim; only those that it stands for, and itself.
        unowned: only what nobody has.
        worth: check-worthiness of at least this, 0 to 1.
        threshold: only what a desk shows that puts claims below this worth aside: those of at least this, 0 to 1, and
            what repeats a claim that was rated false.
        below_threshold: only what such a desk puts aside.
        claimant: words of the claimant's name.
        publisher: the article's publisher, in any case of letters.
        feed_id: the feed that brought the article.
        language: of the article, an ISO 639 code.
        reply: "awaited" for claims of which a reply is awaited, "overdue" where its deadline has passed.
        since: what was found at this time or later; `until` what was found before that.
    """

    states: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    owner_id: int | None = None
    article_id: int | None = None
    words: str | None = None
    heads: bool = False
    repeated: bool = False
    cluster: int | None = None
    suggestions: tuple[str, ...] = ()
    unowned: bool = False
    worth: float | None = None
    claimant: str | None = None
    publisher: str | None = None
    feed_id: int | None = None
    language: str | None = None
    tag: str | None = None
    reply: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    threshold: float | None = None
    below_threshold: float | None = None


class Asked(Enum):
    """How conditions are asked.

    Attributes:
        BY_ANY_INDEX: PostgreSQL may answer each by an index.
        OF_FOUND: of claims that another index finds: none of state, kind, suggestion, repeats or worth answers, whose
            tens or hundreds of thousands of entries would be intersected with the few that were found.
        OF_EACH: of claims that are read in order, until there are enough: what stands in another table is looked up for
            each claim, and not gathered beforehand for all.
    """

    BY_ANY_INDEX = 1
    OF_FOUND = 2
    OF_EACH = 3


def all_conditions(conn: sa.Connection, filters: ClaimFilters) -> list[Condition]:
    """What holds for the claims that `filters` leave, of which PostgreSQL may answer each by any index."""
    return conditions(filters, read_words(conn, filters.words, filters.claimant))


def conditions(
    filters: ClaimFilters, words: Words, asked: Asked = Asked.BY_ANY_INDEX, *, few: bool = False
) -> list[Condition]:
    """What holds for the claims that `filters` leave; each condition is about columns of `claims` alone.

    Args:
        words: what the filters ask of a claim's words (`read_words`).
        few: whether other tables leave so few that the claims are found by them, and not by their labels.
    """
    each = asked is Asked.OF_EACH
    found = [*_of_columns(filters, by_index=asked is not Asked.OF_FOUND), *of_times(filters)]
    found += beyond_claims(filters, each=each) if few or each else _by_labels(filters)
    return [*found, *words_of(words)]


def _of_columns(filters: ClaimFilters, *, by_index: bool) -> list[Condition]:
    """What is asked of a claim's own columns, times and words left out."""
    found: list[Condition] = []
    for column, values in (
        (claims.c.state, filters.states),
        (claims.c.kind, filters.kinds),
        (claims.c.suggestion, filters.suggestions),
    ):
        if values:
            compared = column if by_index else column.concat("")
            found.append(sa.or_(*(compared == value for value in values)))
    for number, value in (
        (claims.c.owner_id, filters.owner_id),
        (claims.c.article_id, filters.article_id),
    ):
        if value is not None:
            found.append(number == value)
    if filters.heads:
        found.append(claims.c.head_id.is_(None))
    if filters.repeated:
        found.append(claims.c.repeat_of.is_not(None) if by_index else sa.func.coalesce(claims.c.repeat_of, 0) > 0)
    if filters.cluster is not None:
        members = (claims.c.id, claims.c.head_id, claims.c.duplicate_of)
        found.append(sa.or_(*(column == filters.cluster for column in members)))
    if filters.unowned:
        found.append(claims.c.owner_id.is_(None))
    worth = claims.c.worth if by_index else claims.c.worth + sa.literal(0.0)
    if filters.worth is not None:
        found.append(worth >= filters.worth)
    if filters.threshold is not None:
        found.append(sa.or_(worth >= filters.threshold, claims.c.repeats_false))
    if filters.below_threshold is not None and by_index:
        found += below_threshold(filters.below_threshold)
    elif filters.below_threshold is not None:
        found += [worth < filters.below_threshold, sa.cast(claims.c.repeats_false, sa.Integer) == 0]
    return found


def within(filters: ClaimFilters) -> list[Condition]:
    """That a claim is in one of the states and was found within the time, as an index has it; nothing of all times."""
    times = of_times(filters)
    return [*([claims.c.state.in_(filters.states)] if filters.states else []), *times] if times else []


def beyond_claims(filters: ClaimFilters, *, each: bool = False) -> list[Condition]:
    """Conditions on a claim's article, its revision, its tags and the replies that are awaited.

    Args:
        each: as of `Asked.OF_EACH`.
    """
    keys = [*_keys(filters), *_of_reply(filters)]
    return [_looked_up(key, of_those) if each else key.in_(of_those) for key, of_those in keys]


def _looked_up(key: sa.Column[int], of_those: AnySelect) -> Condition:
    own = of_those.where(of_those.selected_columns[0] == key).limit(1).correlate(claims)
    return own.scalar_subquery().is_not(None)


def _by_labels(filters: ClaimFilters) -> list[Condition]:
    """As `beyond_claims`, by the labels that stand among the words of a claim (`claim_labels`)."""
    of_labels = [_labelled(label) for label in labels(filters)]
    return [*of_labels, *(key.in_(of_those) for key, of_those in _of_reply(filters))]


def _labelled(label: str) -> Condition:
    return _in_words(quote_lexeme(label))


def labels(filters: ClaimFilters) -> list[str]:
    """The labels that a claim has which `filters` leave, as `claim_labels` of the store writes them."""
    named = {
        "publisher": (filters.publisher or "").strip().lower()[:_LONGEST_LABEL],
        "feed": filters.feed_id,
        "language": (filters.language or "").lower(),
        "tag": filters.tag,
    }
    return [f"{name} {value}" for name, value in named.items() if value not in (None, "")]


def _keys(filters: ClaimFilters) -> Iterator[tuple[sa.Column[int], AnySelect]]:
    """By what a claim belongs to the rows of other tables of which it has labels, and what selects those that fit."""
    if filters.publisher:
        site = sa.func.lower(articles.c.site) == filters.publisher.strip().lower()
        yield claims.c.article_id, sa.select(articles.c.id).where(site)
    if filters.feed_id is not None:
        yield claims.c.article_id, sa.select(articles.c.id).where(articles.c.feed_id == filters.feed_id)
    if filters.language:
        of_language = revisions.c.language == filters.language.lower()
        yield claims.c.revision_id, sa.select(revisions.c.id).where(of_language)
    if filters.tag:
        yield claims.c.id, sa.select(claim_tags.c.claim_id).where(claim_tags.c.tag == filters.tag)


def _of_reply(filters: ClaimFilters) -> Iterator[tuple[sa.Column[int], AnySelect]]:
    """As `_keys`, of requests for replies, which are few and have no labels."""
    if filters.reply:
        yield claims.c.id, select_awaiting(filters.reply)


def words_of(words: Words) -> list[Condition]:
    """Conditions on a claim's words, and on the name of its claimant."""
    return [*_words_in_index(words), *_words_beside(words)]


def terms_of(filters: ClaimFilters, words: Words) -> list[Term]:
    """What the inverted index answers of a claim's labels and words."""
    in_index = [*(_labelled(label) for label in labels(filters)), *_words_in_index(words)]
    return [Term(each, IN_WORDS, _of_row(each)) for each in in_index]


def of_rows(filters: ClaimFilters, words: Words) -> Condition | None:
    """All that `terms_of` leave to be asked of a claim, in such a way that no index answers it."""
    beside = [key.in_(of_those) for key, of_those in _of_reply(filters)]
    asked = [*_of_columns(filters, by_index=True), *of_times(filters), *beside, *_words_beside(words)]
    return _of_row(sa.and_(*asked)) if asked else None


def _of_row(condition: Condition) -> Condition:
    """A condition that no index answers, and of which PostgreSQL does not guess that it leaves half of the rows."""
    return sa.case((condition, sa.true())).is_not(None)


def _words_in_index(words: Words) -> list[Condition]:
    """That words are there, of which the inverted index has entries.

    Claims are found by those words of a claimant's name that say something, by which PostgreSQL also guesses how many
    there are; "the" and its like are asked of what they leave.
    """
    return [_in_words(query) for query in (*([words.telling] if words.telling else []), *words.present)]


def _words_beside(words: Words) -> list[Condition]:
    """That all words of a name stand in the claimant's, as they are, and that other words are absent."""
    absent = [~_in_words(query) for query in words.absent]
    if words.name is None or (words.name and words.name == words.telling):
        return absent
    return [_of_row(_in_words(words.name)), *absent]


def _in_words(query: str) -> Condition:
    return claims.c.search.op("@@", is_comparison=True)(sa.cast(sa.literal(query), TSQUERY))

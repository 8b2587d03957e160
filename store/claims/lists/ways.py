"""The ways of reading a list of claims, and which of them takes less time by PostgreSQL's statistics.

A list is read in four ways. *In order*: along an index that has the order of the list, row by row until the page is
full; that is quick where many rows fit, and where the index holds all that the list is narrowed to. *By findings*: an
order by finding, along an index by worth, of what stands in it unevenly (`store.claims.lists.findings`). *Gathered*:
all that fit are found by the inverted index of words and facets, or by that of another table, and sorted; that is quick
where few fit. *By stretches*: what fits is gathered a few stretches of the order at a time, from its beginning; that is
for all between. What the inverted index is asked of a list's filters is chosen too (`store.claims.lists.searching`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import sqlalchemy as sa

from store.claims.lists.narrowing import Condition, Narrowed
from store.claims.lists.searching import IN_ROW, STRETCHES, Search, search_for
from store.claims.lists.stretches import TIMES_WANTED
from store.claims.tables import claims
from store.rows import estimate_each, estimate_rows
from store.word_search import UNKNOWN

_LEAST_READ: Final = 300  # rows that are read in order at least before something else is tried
# Times as many rows as are expected to be needed, where each costs more than its index entry.
_READ_AT_FIRST: Final = 1.5
_MOST_READ: Final = 20_000  # rows that are read in order at most at first, unless more are expected to be needed
_LONGEST_READ: Final = 500_000  # and before what fits is gathered
_FEW: Final = 1_000  # claims that are gathered without asking what else would do
_SURELY_MANY: Final = 50.0  # times as many; statistics may be some weeks old
MOST_GATHERED: Final = 5_000  # rows that are gathered before the list is read in order instead
# Microseconds a row, measured on a million claims in memory: where the index holds all that is asked, where the
# row's words have to be read, for a row of another table; and of gathering beside its rows.
IN_INDEX, _IN_WORDS, _IN_OTHER, _TO_GATHER = 0.6, 5.0, 2.0, 1_000.0
_IN_WORDS_BY_ID: Final = 8.0  # where the row is found by its id
_TO_PLAN: Final = 80.0  # of each branch that is merged with others
_BY_STRETCHES: Final = 1_200.0  # microseconds of a page that is found by stretches, beside what the index reads
_BY_FINDINGS: Final = 500.0
_RAREST: Final = 0.01  # the share of claims with the rarest finding that raises them
_UNEVENLY: Final = 20.0  # times as much as is expected that reading in order may take where it is by finding
_UNEVEN: Final = 3.0  # times what is expected that stretches may take where what fits stands unevenly in the order
# The planner would read the whole table where it thinks that much of it fits, and plan for any value alike.
BOUNDED: Final = sa.text(
    "SELECT set_config('enable_seqscan', 'off', true), set_config('plan_cache_mode', 'force_custom_plan', true)"
)
# And would gather what stands along an index, where it thinks that little of it fits.
ALONG: Final = sa.text("""
    SELECT set_config('enable_seqscan', 'off', true), set_config('plan_cache_mode', 'force_custom_plan', true),
           set_config('enable_bitmapscan', 'off', true)""")
USUAL: Final = sa.text("""
    SELECT set_config('enable_seqscan', 'on', true), set_config('plan_cache_mode', 'auto', true),
           set_config('enable_bitmapscan', 'on', true)""")


@dataclass(frozen=True, slots=True)
class Way:
    """How a list is read first: by stretches, gathered, or else `stretch` rows along the branches with this number.

    Attributes:
        in_order: microseconds that reading in order is expected to take.
        by_stretches: whether it is read so at first; `then_by_stretches` whether where too few were read in order.
        by_findings: whether it is read so (`store.claims.lists.findings`), and in no other way.
        words_last: whether reading in order checks the words only of rows that meet all else; if not, it reads the
            index.
    """

    gathered: bool
    branches: int
    stretch: int
    in_order: float = 0.0
    words_last: bool = False
    by_stretches: bool = False
    then_by_stretches: bool = False
    by_findings: bool = False


@dataclass(frozen=True, slots=True)
class Guess:
    """What PostgreSQL's statistics say of a list.

    Attributes:
        fits: how many claims fit.
        likely: how many do if all that waits came within the time that is asked for, as most did; the statistics don't
            know. Else as many as `fits`.
        every: how many claims there are.
        within: how many of these stand between the bounds of the order.
        totals: how many the branches of each way of reading in order hold.
        have: how many claims meet each term of the inverted index.
        found: how many another index finds; 0 if none is asked.
        by_worth: how many claims the branches by worth hold.
        with_words: how many rows need their words checked if all other conditions come first.
    """

    fits: float
    every: float
    within: float
    totals: Sequence[float]
    have: Sequence[float] = ()
    found: float = 0.0
    with_words: float = 0.0
    by_worth: float = 0.0
    likely: float = 0.0


def guess(conn: sa.Connection, narrowed: Narrowed) -> Guess:
    """What the statistics say of a list."""
    ways = [sa.or_(*(sa.and_(sa.true(), *branch) for branch in branches)) for branches in narrowed.branches]
    terms = [[term.condition] for term in narrowed.terms]
    by_worth = [sa.or_(*(sa.and_(*branch) for branch in narrowed.by_worth))] if narrowed.by_worth else []
    asked = [
        narrowed.conditions,
        (),
        narrowed.bounds,
        narrowed.indexed,
        narrowed.besides_words,
        by_worth,
        narrowed.likely,
    ]
    all_fits = iter(estimate_each_fits(conn, [*asked, *([way] for way in ways), *terms]))
    fits, every, within, found, with_words, by_worth_hold, likely = (next(all_fits) for _ in asked)
    return Guess(
        fits=fits,
        every=every,
        within=within,
        totals=[next(all_fits) for _ in ways],
        have=[next(all_fits) for _ in terms],
        found=max(found, fits) if narrowed.indexed else 0.0,
        with_words=with_words if narrowed.besides_words else 0.0,
        by_worth=by_worth_hold if by_worth else 0.0,
        likely=max(likely, fits) if narrowed.likely else fits,
    )


def choose(narrowed: Narrowed, guessed: Guess, limit: int) -> Way:
    """The way that takes less time where what fits is spread evenly.

    Args:
        limit: how many are wanted.
    """
    total, number = min((total, number) for number, total in enumerate(guessed.totals))
    few = most_gathered(narrowed, MOST_GATHERED, max(guessed.totals))
    fits = max(guessed.fits, guessed.likely)
    expected = min(limit * total / max(fits, 1.0), total)
    a_row, words_last = of_a_row(narrowed), False
    if narrowed.besides_words:
        in_steps = IN_INDEX + narrowed.beyond * _IN_OTHER + _IN_WORDS_BY_ID * guessed.with_words / max(total, 1.0)
        a_row, words_last = min((a_row, False), (in_steps, True))
    merged = len(narrowed.branches[number])
    in_order = expected * a_row + _TO_PLAN * (merged - 1)
    to_gather = gathering(narrowed, guessed)
    gathered = fits <= few and to_gather < in_order
    then_by_stretches = narrowed.stretches is not None and a_row > IN_INDEX and not gathered
    at_first = _READ_AT_FIRST * in_order if then_by_stretches else in_order
    by_stretches = narrowed.stretches is not None and _by_stretches(narrowed, guessed, limit) < min(
        at_first, to_gather
    )
    if then_by_stretches:
        stretch = max(_READ_AT_FIRST * expected, _LEAST_READ)
    else:
        # As long as gathering all would take: what fits may be spread unevenly, and the last batch hold none of it.
        longest = min(to_gather / a_row, _LONGEST_READ)
        most = _MOST_READ if gathered else max(1.5 * expected, _MOST_READ)
        stretch = max(min(max(4 * expected, _LEAST_READ), most), longest)
    return Way(
        gathered=gathered,
        branches=number,
        stretch=int(stretch),
        in_order=in_order,
        words_last=words_last,
        by_stretches=by_stretches,
        then_by_stretches=then_by_stretches,
        by_findings=bool(narrowed.by_worth) and _by_findings(narrowed, guessed, limit) < _UNEVENLY * in_order,
    )


def _by_findings(narrowed: Narrowed, guessed: Guess, limit: int) -> float:
    """Microseconds to find a page along an index by worth, of which the rarest finding takes most."""
    rarest = min(limit / _RAREST * guessed.by_worth / max(guessed.fits, 1.0), guessed.by_worth)
    return _BY_FINDINGS + rarest * (IN_INDEX / 2 + narrowed.beyond * _IN_OTHER)


def _by_stretches(narrowed: Narrowed, guessed: Guess, limit: int) -> float:
    """Microseconds to find a page by stretches of the order."""
    least = guessed.every / STRETCHES
    within = min(max(TIMES_WANTED * limit / max(guessed.fits, 1.0) * guessed.within, least), guessed.every)
    takes = search_for(narrowed.terms, guessed.have, guessed.every, within).takes
    return _BY_STRETCHES + takes * (_UNEVEN if narrowed.uneven else 1.0)


def gathering(narrowed: Narrowed, guessed: Guess, share: float = 1.0) -> float:
    """Microseconds to find all by an index, and to look through a share of what it finds."""
    search = searched(narrowed, guessed, share)
    takes = (guessed.found or guessed.fits) * share * IN_ROW if search is None else search.takes
    return _TO_GATHER + takes


def searched(narrowed: Narrowed, guessed: Guess, share: float = 1.0) -> Search | None:
    """What the inverted index is asked where all that fit are gathered; None where another one is."""
    asked = bool(narrowed.terms) and not narrowed.indexed
    return search_for(narrowed.terms, guessed.have, guessed.every, share=share) if asked else None


def of_a_row(narrowed: Narrowed) -> float:
    """Microseconds to read a row in order."""
    own = IN_INDEX if narrowed.covered else _IN_WORDS
    return own + narrowed.beyond * _IN_OTHER


def most_gathered(narrowed: Narrowed, most: int, total: float) -> float:
    """Up to how many claims fit by PostgreSQL's statistics for an attempt at gathering `most` of them.

    Of words that are not among the most frequent it guesses the same share of all claims, however few have them.
    """
    return max(most, UNKNOWN * total) if narrowed.words else most


def are_few(conn: sa.Connection, indexed: Sequence[Condition], guessed: float) -> bool:
    """Whether so few fit what an index answers that they are gathered; as many entries are read as that, and none where
    the statistics guess many times as many.
    """
    if guessed > _SURELY_MANY * _FEW:
        return False
    some = sa.select(sa.literal(1)).select_from(claims).where(*indexed).limit(_FEW + 1).subquery()
    conn.execute(BOUNDED)
    many = conn.execute(sa.select(sa.func.count()).select_from(some)).scalar_one()
    conn.execute(USUAL)
    return int(many) <= _FEW


def estimate_each_fits(conn: sa.Connection, each: Sequence[Sequence[Condition]]) -> list[float]:
    """As `estimate_fits`, of several in one statement."""
    return estimate_each(conn, [sa.select(sa.literal(1)).select_from(claims).where(*fits) for fits in each])


def estimate_fits(conn: sa.Connection, fits: Sequence[Condition]) -> float:
    """How many claims fit by PostgreSQL's statistics, which hold the most frequent words."""
    return estimate_rows(conn, sa.select(sa.literal(1)).select_from(claims).where(*fits))

"""The newest rows that hold some words, found in a bounded number of rows.

PostgreSQL guesses that an unknown word is in one of 200 rows, and would read the whole table in the order of its
ids to find none.
"""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final

import sqlalchemy as sa

from store.columns import among
from store.rows import estimate_each

_MOST_GATHERED: Final = 5_000
_ENTRY, _ROW = 0.05, 1.7  # microseconds: an entry of an index that is intersected, a row that it spares
# Of a word that is not among the most frequent PostgreSQL guesses that it is in one of 200 rows; a little more.
UNKNOWN: Final = 0.0055
_UNKNOWN_BEGINNING: Final = 0.02  # of one that is begun ("mey:*") four times as many
# Each hyphen before a word negates it, and PostgreSQL refuses more than some thirty: a line drawn with hyphens means
# nothing. As PostgreSQL normalizes a text (NFKD), two other characters become hyphens too.
_HYPHENS: Final = re.compile('[-\ufe63\uff0d][^\\w"\ufe63\uff0d-]*[-\ufe63\uff0d][^\\w"]*')
Condition = sa.ColumnElement[bool]
_OTHER_SCANS: Final = sa.text(
    "SELECT set_config('enable_seqscan', :use, true), set_config('enable_indexscan', :use, true)"
)


def words_condition(search: sa.Column[str], words: str) -> Condition:
    """That a full-text vector fits words as PostgreSQL's `websearch_to_tsquery` takes them."""
    return search.op("@@", is_comparison=True)(sa.func.websearch_to_tsquery("english", without_lines(words)))


def without_lines(words: str) -> str:
    """Words for `websearch_to_tsquery` without stretches of several hyphens, of which it may take none."""
    return _HYPHENS.sub(" ", words)


@contextmanager
def searched_by_bitmap(conn: sa.Connection) -> Iterator[None]:
    """Within it, statements of this transaction gather rows by the index of words and never read a table through."""
    _use_other_scans(conn, "off")
    yield
    _use_other_scans(conn, "on")  # what failed has ended the transaction, and the settings with it


def _use_other_scans(conn: sa.Connection, use: str) -> None:
    conn.execute(_OTHER_SCANS, {"use": use})


def select_newest(
    conn: sa.Connection,
    order: Sequence[sa.Column[Any]],
    conditions: Sequence[Condition],
    words: Condition,
    limit: int,
    *,
    exactly: Condition | None = None,
    among_rows: Condition | None = None,
    along: Sequence[Condition] | None = None,
    beyond: Condition | None = None,
    begun: bool = False,
) -> sa.Select[tuple[int]]:
    """Selects the ids of the first rows, from the highest, for which all conditions hold and that on words.

    Few are gathered by the index of words; many are read in their order.

    Args:
        order: the columns of the order; the last is that of the ids.
        limit: the most ids.
        exactly: what must hold besides, where the index for `words` finds more than is meant; `words` follow from it,
            and are not asked again of rows that are read in their order.
        among_rows: what all rows of the list have in common, where the index for `words` holds those rows alone.
        along: conditions for which an index has the rows in their order; else those of the whole list are read.
        beyond: that rows stand after a place of the order.
        begun: whether `words` may also be beginnings.
    """
    number, falling = order[-1], [column.desc() for column in order]
    listed = [] if among_rows is None else [among_rows]
    further = [] if beyond is None else [beyond]
    narrowed = sa.select(number).where(*conditions, *further)
    in_order = narrowed.where(words if exactly is None else exactly).order_by(*falling).limit(limit)
    of_list = sa.select(number).where(*listed)
    read = of_list if along is None else sa.select(number).where(*along)
    asked = {
        "every": of_list,
        "found": of_list.where(words),
        "read": read.where(*further),
        "fits": narrowed.where(words),
    }
    guessed = _Guess(**dict(zip(asked, estimate_each(conn, [*asked.values()]), strict=True)))
    if guessed.in_order(limit, UNKNOWN + _UNKNOWN_BEGINNING * begun):
        return in_order
    # What the words leave is narrowed row by row, but by the index of the order where that pays: PostgreSQL would
    # intersect it with all entries of others.
    by_index = [*(along or ()), *further] if guessed.intersected else []
    by_row = [*conditions, *([] if guessed.intersected else further)]
    fits = [*listed, words, *by_index, sa.case((sa.and_(sa.true(), *by_row), sa.true()))]
    fits += [] if exactly is None else [exactly]
    some = sa.select(*order).where(*fits).limit(_MOST_GATHERED + 1).cte("some").prefix_with("MATERIALIZED")
    newest = (
        sa.select(some.c[number.name]).order_by(*(some.c[column.name].desc() for column in order)).limit(limit)
    )
    count = sa.select(sa.func.count()).select_from(some).scalar_subquery()
    with searched_by_bitmap(conn):
        row = conn.execute(
            sa.select(sa.func.array(newest.scalar_subquery()).label("ids"), count.label("many"))
        ).one()
    if row.many > _MOST_GATHERED:
        return in_order
    return sa.select(number).where(among(number, row.ids)).order_by(*falling)


@dataclass(frozen=True, slots=True)
class _Guess:
    """How many rows PostgreSQL's statistics expect.

    Attributes:
        every: of the whole list; `found` of those with the words.
        read: those that an index has in order, beyond the place.
        fits: those that the list is narrowed to and that have the words.
    """

    every: float
    found: float
    read: float
    fits: float

    def in_order(self, limit: int, unknown: float) -> bool:
        """Whether reading in order until a page is full takes less time than gathering all rows with these words.

        Of words that are not among the most frequent PostgreSQL guesses that they are in the share `unknown` of all.
        """
        if self.read <= limit:
            return True
        often = self.found > unknown * self.every
        return often and min(limit * self.read / max(self.fits, 1.0), self.read) < self.found

    @property
    def intersected(self) -> bool:
        """Whether going through the index of the order takes less time than the rows it spares."""
        spared = self.found * (1 - min(self.read / max(self.every, 1.0), 1.0))
        return self.read * _ENTRY < spared * _ROW

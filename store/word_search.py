"""The newest rows that hold some words, found in a bounded number of rows.

PostgreSQL guesses that an unknown word is in one of 200 rows, and would read the whole table in the order of its
ids to find none.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from math import sqrt
from typing import Any, Final

import sqlalchemy as sa

from store.columns import among
from store.rows import estimate_rows

_MOST_GATHERED: Final = 5_000
# Of a word that is not among the most frequent PostgreSQL guesses that it is in one of 200 rows; a little more.
UNKNOWN: Final = 0.0055
_UNKNOWN_BEGINNING: Final = 0.02  # of one that is begun ("mey:*") four times as many
Condition = sa.ColumnElement[bool]
_OTHER_SCANS: Final = sa.text(
    "SELECT set_config('enable_seqscan', :use, true), set_config('enable_indexscan', :use, true)"
)


def words_condition(search: sa.Column[str], words: str) -> Condition:
    """That a full-text vector fits words as PostgreSQL's `websearch_to_tsquery` takes them."""
    return search.op("@@", is_comparison=True)(sa.func.websearch_to_tsquery("english", words))


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
) -> sa.Select[tuple[int]]:
    """Selects the ids of the first rows, from the highest, for which all conditions hold and that on words.

    Few are gathered by the index of words; many are read in their order. Of how many both take the same time follows
    from how many there are: as many rows are read in order for a page as all have for each that fits.

    Args:
        order: the columns of the order; the last is that of the ids.
        limit: the most ids.
    """
    number, falling = order[-1], [column.desc() for column in order]
    fits = sa.select(number).where(*conditions, words)
    every = estimate_rows(conn, sa.select(number).where(*conditions))
    if estimate_rows(conn, fits) > max(sqrt(limit * every), (UNKNOWN + _UNKNOWN_BEGINNING) * every):
        return fits.order_by(*falling).limit(limit)
    some = (
        sa.select(*order)
        .where(*conditions, words)
        .limit(_MOST_GATHERED + 1)
        .cte("some")
        .prefix_with("MATERIALIZED")
    )
    with searched_by_bitmap(conn):
        gathered = [tuple(row) for row in conn.execute(sa.select(*some.c))]
    if len(gathered) > _MOST_GATHERED:
        return fits.order_by(*falling).limit(limit)
    newest = [int(row[-1]) for row in sorted(gathered, reverse=True)[:limit]]
    return sa.select(number).where(among(number, newest)).order_by(*falling)

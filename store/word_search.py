"""The newest rows that hold some words, found in a bounded number of rows.

PostgreSQL guesses that an unknown word is in one of 200 rows, and would read the whole table in the order of its
ids to find none.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Final

import sqlalchemy as sa

from store.rows import estimate_rows

_MOST_GATHERED: Final = 5_000
_SURELY_MANY: Final = 2 * _MOST_GATHERED
_OTHER_SCANS: Final = sa.text(
    "SELECT set_config('enable_seqscan', :use, true), set_config('enable_indexscan', :use, true)"
)


def words_condition(search: sa.Column[str], words: str) -> sa.ColumnElement[bool]:
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
    conn: sa.Connection, number: sa.Column[int], conditions: Sequence[sa.ColumnElement[bool]], limit: int
) -> sa.Select[int]:
    """Selects the highest ids for which all conditions hold, one of them on words, the highest first.

    Few are gathered by the index of words; where more than 5,000 fit, or many more do by PostgreSQL's statistics, they
    are read in the order of their ids.

    Args:
        number: the column of the ids.
        limit: the most ids.
    """
    fits = sa.select(number).where(*conditions)
    if estimate_rows(conn, fits) > _SURELY_MANY:
        return fits.order_by(number.desc()).limit(limit)
    some = fits.limit(_MOST_GATHERED + 1).cte("some").prefix_with("MATERIALIZED")
    with searched_by_bitmap(conn):
        gathered = [int(row) for row in conn.execute(sa.select(some.c.id)).scalars()]
    if len(gathered) > _MOST_GATHERED:
        return fits.order_by(number.desc()).limit(limit)
    newest = sorted(gathered, reverse=True)[:limit]
    return (
        sa.select(number)
        .where(number == sa.any_(sa.literal(newest, sa.ARRAY(sa.BigInteger))))
        .order_by(number.desc())
    )

"""Column types and expressions that several tables share."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, fields
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import sqlalchemy as sa
from pgvector.sqlalchemy import HALFVEC
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, TSVECTOR

from checks.types.embedding import ENCODER_DIMENSIONS

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

AnyExpression: TypeAlias = sa.ColumnElement[Any]  # SQLAlchemy's types of expressions are invariant
LARGEST_ID: Final = 2**63 - 1  # PostgreSQL's bigint
# PostgreSQL holds years that Python cannot read; below the year 1000 C libraries write fewer than four digits.
EARLIEST: Final = datetime(1000, 1, 1, tzinfo=UTC)
LATEST: Final = datetime(9999, 12, 31, 23, 59, 59, 999999, tzinfo=UTC)


class JsonRecord(sa.types.TypeDecorator["DataclassInstance"]):
    """JSON that is read and written as the dataclass `record`, or None."""

    impl = JSONB
    cache_ok = True

    def __init__(self, record: "type[DataclassInstance]") -> None:
        super().__init__()
        self.record = record

    def process_bind_param(
        self, value: "DataclassInstance | None", dialect: sa.Dialect
    ) -> dict[str, object] | None:
        """A value as it is written."""
        return None if value is None else asdict(value)

    def process_result_value(
        self, value: dict[str, object] | None, dialect: sa.Dialect
    ) -> "DataclassInstance | None":
        """A value as it is read."""
        return None if value is None else self.record(**value)


class JsonRecords(sa.types.TypeDecorator["tuple[DataclassInstance, ...]"]):
    """JSON that is read as a tuple of the dataclass `record`, and written from any sequence of it."""

    impl = JSONB
    cache_ok = True

    def __init__(self, record: "type[DataclassInstance]") -> None:
        super().__init__()
        self.record = record
        self._names = tuple(each.name for each in fields(record))

    def process_bind_param(
        self, value: "Sequence[DataclassInstance] | None", dialect: sa.Dialect
    ) -> list[dict[str, object]]:
        """A value as it is written."""
        # `asdict` copies all that a value holds, which takes five times as long.
        return [{name: getattr(each, name) for name in self._names} for each in value or ()]

    def process_result_value(
        self, value: list[dict[str, object]] | None, dialect: sa.Dialect
    ) -> "tuple[DataclassInstance, ...]":
        """A value as it is read."""
        return tuple(self.record(**each) for each in value or ())


def identity() -> sa.Column[int]:
    """A primary key that the database counts."""
    return sa.Column("id", sa.BigInteger, sa.Identity(always=True), primary_key=True)


def moment(name: str, *, required: bool = False, now: bool = False) -> sa.Column[datetime]:
    """A point in time with its zone; `now` lets the database's clock fill it."""
    return sa.Column(
        name,
        sa.DateTime(timezone=True),
        nullable=not (required or now),
        server_default=sa.func.now() if now else None,
    )


def readable(column: str) -> str:
    """A CHECK condition: the time in `column`, which comes from outside, is one that can be read back."""
    return f"{column} BETWEEN '{EARLIEST.isoformat()}' AND '{LATEST.isoformat()}'"


def sample() -> sa.Column[bool]:
    """Whether the row came with the sample and goes with it."""
    return sa.Column("sample", sa.Boolean, nullable=False, server_default=sa.false())


def search(expression: str) -> sa.Column[str]:
    """A full-text vector that PostgreSQL keeps from `expression`."""
    return sa.Column("search", TSVECTOR, sa.Computed(f"to_tsvector('english', {expression})", persisted=True))


def embedding() -> tuple[sa.Column[Sequence[float]], sa.Column[str]]:
    """The embedding of `statement`, a vector of length 1, and the name of the encoder that made it.

    Both are NULL until they are filled in (`store.embeddings`).
    """
    return sa.Column("embedding", HALFVEC(ENCODER_DIMENSIONS)), sa.Column("encoder", sa.Text)


def embedding_index(table: str, neighbours: int = 16) -> sa.Index:
    """The index by which the nearest embeddings are found; of vectors of length 1 the inner product is the cosine.

    Args:
        table: whose it is.
        neighbours: of each row in the index; half as many are written in half the time, and miss a few more rows.
    """
    return sa.Index(
        f"ix_{table}_embedding",
        "embedding",
        postgresql_using="hnsw",
        postgresql_ops={"embedding": "halfvec_ip_ops"},
        postgresql_with={"m": neighbours},
    )


def encoder_index(table: str, key: str = "id") -> sa.Index:
    """The index of rows by the encoder of their embedding, which finds those that have none or that of another."""
    return sa.Index(f"ix_{table}_encoder", "encoder", key)


def seconds(count: float | AnyExpression) -> sa.ColumnElement[timedelta]:
    """So many seconds, as PostgreSQL adds them to a time."""
    return sa.func.make_interval(0, 0, 0, 0, 0, 0, count)


def seconds_from_now(count: float | AnyExpression) -> sa.ColumnElement[datetime]:
    """The time in so many seconds by the database's clock, not that of the transaction's beginning."""
    return sa.func.clock_timestamp() + seconds(count)


def among(column: sa.Column[int], ids: Collection[int]) -> sa.ColumnElement[bool]:
    """Whether `column` is one of `ids`, handed over as one parameter: a statement has room for 65,535."""
    return column == sa.any_(sa.literal(list(ids), ARRAY(sa.BigInteger)))


def value_of(column: sa.Column[int], values: Mapping[int, int]) -> sa.ColumnElement[int]:
    """What `values` holds for `column`, NULL where nothing; two parameters, so that one statement serves any number."""
    keys, wanted = (sa.literal(list(each), ARRAY(sa.BigInteger)) for each in (values.keys(), values.values()))
    pairs = sa.func.unnest(keys, wanted).table_valued(sa.column("key"), sa.column("value", sa.BigInteger))
    pairs = pairs.render_derived()
    return sa.select(pairs.c.value).where(pairs.c.key == column).scalar_subquery()


def quote_lexeme(word: str) -> str:
    """A lexeme as `tsquery` takes it: in quotes, with quotes and backslashes within it doubled."""
    return "'" + word.replace("\\", "\\\\").replace("'", "''") + "'"


def one_of(column: str, values: tuple[str, ...]) -> str:
    """A CHECK condition: `column` holds one of `values`."""
    listed = ", ".join(f"'{value}'" for value in values)
    return f"{column} IN ({listed})"

"""Engines and transactions; store functions take a connection and never commit by themselves."""

import os
import select
from collections.abc import AsyncIterator, Iterator
from contextlib import aclosing, asynccontextmanager, contextmanager, suppress
from functools import lru_cache
from pathlib import Path
from typing import Final, TypeAlias, cast

import psycopg
import sqlalchemy as sa
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, OperationalError, SQLAlchemyError

metadata = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)
# Names for other packages, since only the store imports SQLAlchemy: a connection in a transaction, whatever the
# store raises, an error that the database has reported, one that says that it cannot answer now, and those that
# refuse a value.
Connection: TypeAlias = sa.Connection
StoreError: TypeAlias = SQLAlchemyError
DatabaseError: TypeAlias = DBAPIError
UnavailableError: TypeAlias = OperationalError
VALUE_ERRORS: Final = (DataError, IntegrityError)
# SQLSTATE, see "PostgreSQL Error Codes" in PostgreSQL's manual
QUERY_CANCELED: Final = "57014"
DISK_FULL: Final = "53100"
UNIQUE_VIOLATION: Final = "23505"
_LACKING: Final = ("42P01", "42703")  # an undefined table or column
_CHANNEL: Final = "factdesk"
# What every connection of ours sets; times in milliseconds. Times are read in UTC, whatever zone the server is in: in
# another one PostgreSQL can hand out a year that Python does not have.
_SESSION: Final = {
    "timezone": "UTC",
    "statement_timeout": 60_000,
    "lock_timeout": 20_000,
    "idle_in_transaction_session_timeout": 60_000,
    "jit": "off",  # to compile a query takes longer than any of ours
    "max_parallel_workers_per_gather": "0",  # so does starting a process to help one, whose core others wait for
}
_NOTIFY: Final = sa.text("SELECT pg_notify(:channel, :message)")


class NotFound(LookupError):
    """There is no such row."""


@lru_cache(maxsize=8)
def engine(url: str) -> sa.Engine:
    """The engine of `url`, one a process and address; dead connections are noticed before use.

    Work that stands in a transaction while its process is frozen must not hold locks for ever, so the
    server ends it after a minute; it ends a single statement after a minute too, well within a worker's time limit.
    """
    options = " ".join(f"-c {name}={value}" for name, value in _SESSION.items())
    made = sa.create_engine(
        url,
        pool_pre_ping=True,
        hide_parameters=True,  # an error's text goes to the log, which holds no names and no text of articles
        pool_size=10,
        max_overflow=20,
        connect_args={"options": options, "connect_timeout": 5, "client_encoding": "UTF8"},
    )
    _ping_rarely(made.dialect)
    return made


def _ping_rarely(dialect: sa.Dialect) -> None:
    """Ask the server whether a connection lives only where something has come on it, which takes a round trip."""
    ping = dialect.do_ping

    def do_ping(dbapi_connection: DBAPIConnection) -> bool:
        return _is_quiet(cast(psycopg.Connection, dbapi_connection)) or ping(dbapi_connection)

    dialect.do_ping = do_ping  # type: ignore[method-assign]


def _is_quiet(connection: psycopg.Connection) -> bool:
    """Whether nothing has come on an idle connection; a server that ended it has said so, or has closed it."""
    if connection.closed:
        return False
    line = select.poll()
    line.register(connection.fileno(), select.POLLIN | select.POLLHUP | select.POLLERR)
    return not line.poll(0)


def let_backends_give_way(niceness: int) -> None:
    """Let what a PostgreSQL of this machine does for this process give way to what it does for others.

    Nothing changes where the server is on another machine or belongs to another account, nor outside of Linux.

    Args:
        niceness: 0 to 19, added to that of each process which serves a connection that is made from now on.
    """

    def give_way(connection: psycopg.Connection, _: object) -> None:
        served_by = connection.info.backend_pid
        with suppress(OSError):
            if Path(f"/proc/{served_by}/cmdline").read_bytes().startswith(b"postgres: "):
                given = os.getpriority(os.PRIO_PROCESS, served_by)
                os.setpriority(os.PRIO_PROCESS, served_by, given + niceness)

    sa.event.listen(sa.Engine, "connect", give_way)


def pool_in_use(url: str) -> int:
    """How many connections of this process's engine of `url` are in use."""
    pool = engine(url).pool
    return pool.checkedout() if isinstance(pool, sa.QueuePool) else 0


def sqlstate(error: DatabaseError) -> str:
    """The code with which the database reported an error; empty if the connection broke."""
    return str(getattr(error.orig, "sqlstate", None) or "")


def is_away(error: DatabaseError) -> bool:
    """Whether an error says that the store cannot answer now, or that somebody else was in the way; else it has refused
    what it was given. By the classes of SQLSTATE: connections, resources, intervention, rollback, a lock's time.
    """
    state = sqlstate(error)
    return (
        error.connection_invalidated
        or not state
        or state[:2] in ("08", "53", "57")
        or was_in_each_others_way(error)
    )


def lacks_tables(error: DatabaseError) -> bool:
    """Whether an error says that a table or column is missing, as in a database that was not migrated yet."""
    return sqlstate(error) in _LACKING


def was_in_each_others_way(error: DatabaseError) -> bool:
    """Whether a transaction was rolled back since another one stood in its way: the same again may well succeed."""
    state = sqlstate(error)
    return state[:2] == "40" or state == "55P03"


@contextmanager
def autocommit(url: str) -> Iterator[sa.Connection]:
    """A connection on which each statement is a transaction by itself, for what takes a single one."""
    with engine(url).connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        yield connection


@contextmanager
def transaction(url: str) -> Iterator[sa.Connection]:
    """One transaction: committed at the end, rolled back at an exception."""
    with engine(url).begin() as connection:
        yield connection


def tell(conn: sa.Connection, kind: str, subject: int) -> None:
    """Let open pages hear of a change when, and only when, this transaction commits; subject 0 stands for several."""
    conn.execute(_NOTIFY, {"channel": _CHANNEL, "message": f"{kind} {subject}"})


@asynccontextmanager
async def listening(url: str) -> AsyncIterator[AsyncIterator[str]]:
    """What `tell` lets be heard from now on, "kind subject" each, on a connection of its own that holds no thread.

    Raises StoreError, also to who waits for a message, when the server cannot be reached or the connection is lost.
    """
    plain = url.replace("postgresql+psycopg://", "postgresql://")
    try:
        async with await psycopg.AsyncConnection.connect(plain, autocommit=True, connect_timeout=5) as connection:
            await connection.execute(f"LISTEN {_CHANNEL}")
            # Notices that were asked for and not closed would keep the connection from closing.
            async with aclosing(connection.notifies()) as notices:
                yield (notice.payload async for notice in notices)
    except psycopg.Error as error:
        raise StoreError(str(error)) from error

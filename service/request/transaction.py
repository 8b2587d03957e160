"""A request's transaction: committed before the answer goes out."""

from contextlib import AbstractContextManager

from settings import settings
from store import db
from store.db import Connection


def autocommit() -> AbstractContextManager[Connection]:
    """A connection on which each statement is a transaction by itself, for what takes a single one."""
    return db.autocommit(settings().database_url)


def transaction() -> AbstractContextManager[Connection]:
    """One transaction on the store; what it wrote is on disk when the block ends."""
    return db.transaction(settings().database_url)

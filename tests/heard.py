"""What open pages are told while something happens at a desk."""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg

_END = "end of the test"


@contextmanager
def hearing(url: str) -> Iterator[list[str]]:
    """The messages of what is committed meanwhile, "kind subject" each, in the list once the block has ended."""
    heard: list[str] = []
    with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute("LISTEN factdesk")
        yield heard
        connection.execute("SELECT pg_notify('factdesk', %s)", (_END,))
        for note in connection.notifies(timeout=60):
            if note.payload == _END:
                return
            heard.append(note.payload)
    raise AssertionError("nothing was heard")

"""What is told in a transaction is heard once it is committed, and a lost server is an error of the store."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest

from store.db import StoreError, listening, tell, transaction


def _heard(url: str) -> list[str]:
    async def heard() -> list[str]:
        async with listening(url) as messages:
            with suppress(LookupError), transaction(url) as conn:
                tell(conn, "claim", 1)
                raise LookupError
            with transaction(url) as conn:
                tell(conn, "claim", 2)
                tell(conn, "progress", 0)
            return [await asyncio.wait_for(anext(messages), 20) for _ in range(2)]

    with ThreadPoolExecutor(1) as thread:  # a browser test of the same process may hold the main thread's loop
        return thread.submit(asyncio.run, heard()).result()


def test_only_what_was_committed_is_heard(desk: str) -> None:
    assert _heard(desk) == ["claim 2", "progress 0"]


def test_a_server_that_is_not_there_is_an_error_of_the_store() -> None:
    with pytest.raises(StoreError, match="refused"):
        _heard("postgresql+psycopg://127.0.0.1:1/none")

"""The sweeper's marks: work counts as rung for only when the broker took the hint."""

import pytest

from settings import settings
from store import work
from store.db import transaction
from workers import sweep, wake


def _woken(url: str) -> bool:
    with transaction(url) as conn:
        row = work.look(conn, "deliver", 1)
    assert row is not None
    return row["woken_at"] is not None


def test_no_mark_is_left_while_the_broker_is_away(desk: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with transaction(desk) as conn:
        work.add(conn, "deliver", [1])
    with monkeypatch.context() as away:
        away.setenv("REDIS_URL", "redis://127.0.0.1:1/0")
        settings.cache_clear()
        wake.bell.cache_clear()
        assert sweep.run() == 0
    assert not _woken(desk)
    settings.cache_clear()
    wake.bell.cache_clear()
    assert sweep.run() == 1
    assert _woken(desk)

"""Whether workers are sent a hint of each job that a request queues: else it waits until the sweeper finds it."""

from collections.abc import Iterable

import pytest
from sqlalchemy import func, select

from store.db import autocommit
from store.queue import work
from workers import enqueue

Job = tuple[str, int]
# Deliveries are found by the sweeper; the split of an article is sent once the answer is closed, which not every client
# of tests does.
_SENT_LATER = ("deliver", "split")


class Hints:
    """The jobs of a desk of which nothing was sent.

    Args:
        url: the desk's database.
        patch: has what is sent noted.
    """

    def __init__(self, url: str, patch: pytest.MonkeyPatch) -> None:
        self._url, self._sent, send = url, set[Job](), enqueue.enqueue

        def noted(kind: str, subjects: Iterable[int], enqueued_by: str | None = None) -> bool:
            given = list(subjects)
            self._sent |= {(kind, subject) for subject in given}
            return send(kind, given, enqueued_by)

        patch.setattr(enqueue, "enqueue", noted)
        self._known = self._due()

    def missing(self) -> set[Job]:
        """Those that have become due since this was last asked."""
        due = self._due()
        new = due - self._known - self._sent
        self._known = due
        return new

    def _due(self) -> set[Job]:
        query = select(work.c.kind, work.c.subject).where(
            work.c.due_at <= func.now(), work.c.token.is_(None), ~work.c.failed, work.c.kind.not_in(_SENT_LATER)
        )
        with autocommit(self._url) as conn:
            return {(row.kind, row.subject) for row in conn.execute(query)}

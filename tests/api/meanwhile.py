"""A worker beside a command that waits for it."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sqlalchemy import func, select

from store import queue
from store.db import transaction

_MOMENT = 0.3  # seconds in which the command sees that its work waits


@contextmanager
def worker_meanwhile(url: str, kind: str, work: Callable[[], object]) -> Iterator[None]:
    """Do `work` in a thread a moment after a job of this kind is due, or at the end of the block if none was."""
    ended = threading.Event()

    def do() -> None:
        while not ended.wait(0.02) and not _is_due(url, kind):
            pass
        ended.wait(_MOMENT)
        work()

    thread = threading.Thread(target=do)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()


def _is_due(url: str, kind: str) -> bool:
    due = select(queue.work.c.subject).where(
        queue.work.c.kind == kind, queue.work.c.due_at <= func.clock_timestamp()
    )
    with transaction(url) as conn:
        return conn.execute(due.limit(1)).first() is not None

"""A worker of the desk, on request with one part taken out or slowed down, for the test of the chaos test.

python -m tests.chaos.worker [slow] [no-fence]
"""

import sys
import time
from typing import Any

from sqlalchemy import Connection, delete

import workers.tasks.split
from cli.main import main
from store import queue
from workers.app import app


def _without_fence(conn: Connection, lease: queue.Lease) -> None:
    conn.execute(delete(queue.work).where(queue.work.c.kind == lease.kind, queue.work.c.subject == lease.subject))


_split = workers.tasks.split.split


def _slow(*given: Any, **named: Any) -> Any:
    time.sleep(1.5)
    return _split(*given, **named)


if __name__ == "__main__":
    if "slow" in sys.argv:
        workers.tasks.split.split = _slow
        # As for a process that is frozen where no time limit reaches it.
        app.conf.update(task_time_limit=None, task_soft_time_limit=None)
    if "no-fence" in sys.argv:
        queue.finish_job = _without_fence
    main(["worker", "--concurrency", "1"])

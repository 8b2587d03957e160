"""What is sent to the broker is what workers listen for: a name that no task has would be thrown away by every
worker.
"""

import pytest

from store import queue
from workers.enqueue import QUEUES, SWEEP_QUEUE


@pytest.mark.usefixtures("desk")
def test_every_name_that_is_sent_is_a_task_with_its_queue() -> None:
    from workers.app import app

    app.loader.import_default_modules()
    sent = {f"workers.{kind}": waits_in for kind, waits_in in QUEUES.items()}
    sent |= {entry["task"]: entry["options"]["queue"] for entry in app.conf.beat_schedule.values()}
    ours = {name for name in app.tasks if name.startswith("workers.")}
    assert set(sent) == ours
    assert {name: app.conf.task_routes[name]["queue"] for name in ours} == sent
    assert sent["workers.sweep"] == SWEEP_QUEUE
    assert set(QUEUES) == set(queue.KINDS)

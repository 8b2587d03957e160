"""What is sent to the broker is what workers listen for: a name that no task has would be thrown away by every
worker.
"""

import pytest

from store import queue
from workers.task_table import FORGET, QUEUES, SWEEP


@pytest.mark.usefixtures("desk")
def test_every_name_that_is_sent_is_a_task_with_its_queue() -> None:
    from workers.app import app

    app.loader.import_default_modules()
    ours = {name for name in app.tasks if name.startswith("workers.")}
    assert {f"workers.{name}" for name in QUEUES} == ours
    assert {name: app.conf.task_routes[name]["queue"] for name in ours} == {
        f"workers.{name}": waits_in for name, waits_in in QUEUES.items()
    }
    assert {entry["task"]: entry["options"]["queue"] for entry in app.conf.beat_schedule.values()} == {
        f"workers.{name}": QUEUES[name] for name in (SWEEP, FORGET)
    }
    assert [name for name, waits_in in QUEUES.items() if waits_in == QUEUES[SWEEP]] == [SWEEP]
    assert set(QUEUES) - {SWEEP, FORGET} == set(queue.KINDS)

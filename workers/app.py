"""The Celery app: its queues, limits and schedule. What is to be done stands in `store.queue`, never here.

Settings differ from Celery's defaults on purpose:

- no result backend, results ignored: the store remembers what came of it
- JSON only: a message is a kind and a number, and nothing else is unpacked
- acknowledged early (`task_acks_late` off): the row in `work` brings back what a dead worker dropped
- prefetch 1, switched off beyond that: a slow task keeps no other waiting in its worker
- articles are split before they are looked up (`workers.queue_order`), so that their claims are soon in triage
- hard and soft time limits below the lease: a worker is stopped before somebody else may take its work
- a publish is tried once with short timeouts: nobody waits for the broker
- a worker process is replaced when it has grown: spaCy's string store keeps every word it has seen
- an error that the broker answers with (it cannot write its file, say) is waited out like a lost connection
- never countdown, eta, retry() or chords: time lives in `work.due_at`
"""

import gc
from collections.abc import Collection
from typing import TYPE_CHECKING

from celery import Celery
from celery.signals import setup_logging, task_postrun, worker_init, worker_process_init

import logs
from settings import set_variables, settings
from workers.task_table import FORGET, QUEUES, SWEEP, TASKS

if TYPE_CHECKING:
    from celery.worker import WorkController

_LARGEST_CHILD_KB = 1_500_000
_FORGET_SECONDS = 3600.0
_set = settings()

app = Celery(
    "factdesk",
    broker=_set.redis_url,
    include=[task.module for task in TASKS.values()],
)
app.conf.update(
    task_ignore_result=True,
    result_backend=None,
    accept_content=["json"],
    task_serializer="json",
    task_acks_late=False,
    worker_prefetch_multiplier=1,
    worker_disable_prefetch=True,
    task_time_limit=_set.lease_seconds * 0.8,
    task_soft_time_limit=_set.lease_seconds * 0.66,
    task_publish_retry=False,
    broker_connection_retry_on_startup=True,
    broker_connection_max_retries=None,
    broker_channel_error_retry=True,
    broker_connection_timeout=2,
    broker_transport_options={
        "global_keyprefix": _set.queue_prefix,
        "socket_timeout": 10,
        "socket_connect_timeout": 2,
        "health_check_interval": 25,
        "queue_order_strategy": "workers.queue_order:SplitsFirst",
    },
    worker_cancel_long_running_tasks_on_connection_loss=False,
    worker_max_memory_per_child=_LARGEST_CHILD_KB,
    worker_soft_shutdown_timeout=10,
    worker_hijack_root_logger=False,
    task_default_queue="housekeeping",
    task_routes={f"workers.{kind}": {"queue": queue} for kind, queue in QUEUES.items()},
    beat_schedule={
        SWEEP: {
            "task": f"workers.{SWEEP}",
            "schedule": _set.sweep_seconds,
            "options": {"expires": _set.sweep_seconds * 2, "queue": QUEUES[SWEEP]},
        },
        FORGET: {
            "task": f"workers.{FORGET}",
            "schedule": _FORGET_SECONDS,
            "options": {"expires": _FORGET_SECONDS, "queue": QUEUES[FORGET]},
        },
    },
)


def use_queues(queues: Collection[str]) -> None:
    """Let this process import the tasks of these queues alone; of none, as beat, no task."""
    app.conf.include = [task.module for task in TASKS.values() if task.queue in queues]


@setup_logging.connect
def _log(**_: object) -> None:
    logs.configure()


@worker_init.connect
def _load_before_the_fork(sender: "WorkController", **_: object) -> None:
    """Load models and unit conversions once; frozen, all children share their memory.

    A worker that only sweeps, polls feeds or delivers needs none of it.
    """
    if set(sender.app.amqp.queues.consume_from) <= {QUEUES[SWEEP], QUEUES["feed"], QUEUES["deliver"]}:
        return
    set_variables({"TOKENIZERS_PARALLELISM": "false"})  # few texts at a time, in processes enough
    from checks.extraction import load
    from checks.nlp import word_vectors
    from checks.nlp.encoder import encoder, release_freed_memory
    from checks.nlp.pipeline import use
    from checks.quantities.conversion import conversions
    from workers.idle_memory import IdleRelease

    use(_set.language)
    load()
    word_vectors.load_vectors()
    encoder()
    conversions()
    released = IdleRelease()  # of each child its own, since they are forked from here before any task
    task_postrun.connect(lambda **_: released.note_task(), weak=False)
    gc.collect()
    release_freed_memory()
    gc.freeze()


@worker_init.connect
def _note_sources(sender: "WorkController", **_: object) -> None:
    """Write down which sources there are, for the desk to show; workers that ask them do."""
    if set(sender.app.amqp.queues.consume_from) <= {QUEUES[SWEEP]}:
        return
    from store import db
    from workers import source_runtime

    with db.transaction(_set.database_url) as conn:
        source_runtime.register(conn)
    db.engine(_set.database_url).dispose()


@worker_process_init.connect
def _connect_anew(**_: object) -> None:
    """A child must not speak on its parent's connections."""
    from store import db

    db.engine.cache_clear()

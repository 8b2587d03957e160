"""Every task that workers run: its queue, and the module that registers it as `workers.<name>`.

All but the two that beat sends are kinds of jobs (`store.queue.KINDS`). A process imports the modules of its own queues
alone: some hold the language pipeline.
"""

from typing import Final, NamedTuple


class Task(NamedTuple):
    """Where messages for a task wait, and the module in which it stands."""

    queue: str
    module: str


TASKS: Final = {
    "split": Task("split", "workers.tasks.split"),
    "fetch": Task("feeds", "workers.tasks.fetch"),
    "refetch": Task("feeds", "workers.tasks.refetch"),
    "lookup_batch": Task("lookup", "workers.tasks.lookup_batch"),
    "lookup": Task("lookup", "workers.tasks.lookup"),
    "share": Task("lookup", "workers.tasks.share"),
    "suggest": Task("housekeeping", "workers.tasks.suggest"),
    "embed": Task("housekeeping", "workers.tasks.embed"),
    "import": Task("housekeeping", "workers.tasks.imports"),
    "shelf": Task("housekeeping", "workers.tasks.shelf"),
    "feed": Task("feeds", "workers.tasks.feed"),
    "deliver": Task("deliveries", "workers.tasks.deliver"),
    "mail": Task("deliveries", "workers.mail.notice"),
    "invitation": Task("deliveries", "workers.mail.invitation"),
    "backfill": Task("housekeeping", "workers.tasks.backfill"),
    "capture": Task("lookup", "workers.evidence.capture"),
    "source_test": Task("lookup", "workers.sources.source_test"),
    "subscribe": Task("feeds", "workers.feeds.subscribing"),
    "sweep": Task("sweep", "workers.tasks.sweep"),
    "forget": Task("housekeeping", "workers.tasks.forget"),
}
SWEEP: Final = "sweep"  # its queue is the sweeper's alone, so that no amount of other work makes it wait
FORGET: Final = "forget"
QUEUES: Final = {name: task.queue for name, task in TASKS.items()}

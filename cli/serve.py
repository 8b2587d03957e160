"""The processes of the desk, the same in both sizes: web, worker, beat, migrate."""

import os
import signal
import sys
import threading
import time

import click

from cli import migration
from settings import Missing, given, settings

_SECONDS = 1.0


@click.command()
def web() -> None:
    """Serve the desk and the API (gunicorn)."""
    _begin()
    from gunicorn.app.wsgiapp import WSGIApplication

    sys.argv = ["gunicorn", "--config", "python:service.serving.gunicorn", "service.serving.asgi:create()"]
    WSGIApplication("%(prog)s").run()


@click.command()
@click.option(
    "--queues",
    default="split,lookup,housekeeping,feeds,deliveries,sweep",
    show_default=True,
    help="Queues to take work from.",
)
@click.option("--concurrency", type=click.IntRange(1, 256), help="Processes; else FACTDESK_CONCURRENCY.")
def worker(queues: str, concurrency: int | None) -> None:
    """Split articles and look claims up (Celery)."""
    _begin()
    from workers import source_runtime
    from workers.app import app

    try:
        source_runtime.check()
    except ValueError as error:
        raise click.ClickException(str(error)) from None
    count = str(concurrency or settings().concurrency or source_runtime.processes(queues.split(",")))
    app.worker_main(["worker", "--queues", queues, "--concurrency", count, "--without-gossip", "--without-mingle"])


@click.command()
def beat() -> None:
    """Call the sweeper every few seconds (Celery beat); one for the whole desk."""
    _begin()
    from workers.app import app

    # The schedule lives in the code, so nothing of it needs a file.
    app.start(["beat", "--scheduler", "celery.beat:Scheduler"])


@click.command()
def migrate() -> None:
    """Bring the database to the newest migration, and the starter figures with it."""
    _begin()
    migration.migrate_database(settings().database_url)
    click.echo("the store is current")


def _begin() -> None:
    try:
        settings()
    except (Missing, ValueError) as error:
        raise click.ClickException(str(error)) from None
    if parent := given("FACTDESK_PARENT"):
        threading.Thread(target=_follow, args=(int(parent),), daemon=True, name="parent").start()


def _follow(parent: int) -> None:
    """End with the supervisor, however that ended."""
    while os.getppid() == parent:
        time.sleep(_SECONDS)
    os.kill(os.getpid(), signal.SIGTERM)

"""The processes of the desk, the same in both sizes: web, worker, beat, migrate."""

import os
import shutil
import signal
import sys
import tempfile
import threading
import time

import click

from cli import migration
from settings import Missing, given, set_variables, settings

_SECONDS = 1.0
_SCHEDULER = "celery.beat:Scheduler"  # the schedule lives in the code, so nothing of it needs a file


@click.command()
def web() -> None:
    """Serve the desk and the API (gunicorn)."""
    _begin()
    from gunicorn.app.wsgiapp import WSGIApplication

    # Where the processes of prometheus_client put their numbers; before it is imported.
    folder = tempfile.mkdtemp(prefix="factdesk-metrics-")
    owner = os.getpid()
    set_variables({"PROMETHEUS_MULTIPROC_DIR": folder})
    sys.argv = ["gunicorn", "--config", "python:service.serving.gunicorn", "service.serving.asgi:create()"]
    try:
        WSGIApplication("%(prog)s").run()
    finally:
        if os.getpid() == owner:  # not in processes that were forked from it
            shutil.rmtree(folder, ignore_errors=True)


@click.command()
@click.option(
    "--queues",
    default="split,lookup,housekeeping,feeds,deliveries,sweep",
    show_default=True,
    help="Queues to take work from.",
)
@click.option(
    "--concurrency", type=click.IntRange(1, 256), help="Most processes at once; else FACTDESK_CONCURRENCY."
)
@click.option("--solo", is_flag=True, help="Work in this process alone, for queues of short work such as sweep.")
@click.option("--with-beat", is_flag=True, help="Be beat as well, in a thread; where one of the whole desk is so.")
def worker(queues: str, concurrency: int | None, solo: bool, with_beat: bool) -> None:
    """Split articles and look claims up (Celery)."""
    _begin()
    from workers.app import app, use_queues

    if not solo:
        from workers.priority import give_way

        give_way(settings().worker_nice)
    named = queues.split(",")
    most = 1 if solo else _checked(named, concurrency or settings().concurrency)
    use_queues(named)
    pool = ["--pool", "solo"] if solo else ["--autoscale", f"{most},0"]  # an idle worker ends its processes
    if with_beat:
        from celery.beat import EmbeddedService

        EmbeddedService(app, thread=True, scheduler_cls=_SCHEDULER).start()
    app.worker_main(
        ["worker", "--queues", queues, "--concurrency", "1", *pool, "--without-gossip", "--without-mingle"]
    )


@click.command()
def beat() -> None:
    """Call the sweeper every few seconds (Celery beat); one for the whole desk."""
    _begin()
    from workers.app import app, use_queues

    use_queues(())
    app.start(["beat", "--scheduler", _SCHEDULER])


@click.command()
def migrate() -> None:
    """Bring the database to the newest migration, and the starter figures with it."""
    _begin()
    try:
        migration.migrate_database(settings().database_url)
    except RuntimeError as error:
        raise click.ClickException(str(error)) from None
    click.echo("the store is current")


def _checked(queues: list[str], wanted: int | None) -> int:
    """How many processes a worker of these queues has, once the sources can be asked that they ask."""
    if wanted and queues == ["sweep"]:
        return wanted  # without the sources, which the sweeper does not ask
    from workers import source_runtime
    from workers.sources import configuration

    try:
        configuration.check_settings()
    except ValueError as error:
        raise click.ClickException(str(error)) from None
    return wanted or source_runtime.processes(queues)


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

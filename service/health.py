"""Whether this process lives, and whether it can serve."""

import json
import shutil
from collections.abc import Sequence

from flask import Blueprint, Response

import logs
from service.auth import anybody
from service.request.transaction import transaction
from settings import settings
from store.db import StoreError
from store.operations import monitoring
from workers import enqueue

blueprint = Blueprint("health", __name__)
_LEAST_FREE = 1_000_000  # bytes on the disk of the data folder
_LATE_SECONDS = 600.0  # that a job may be due before work counts as standing still


@blueprint.get("/healthz")
@anybody
def alive() -> Response:
    """The process answers; a full disk is reported in words, and is not a reason to end the process."""
    full = full_disk()
    return Response(f"disk full: {full}\n" if full else "ok\n", content_type="text/plain; charset=utf-8")


@blueprint.get("/readyz")
@anybody
def ready() -> Response:
    """200 when the store is there. The broker is named but not needed: work waits in the store."""
    still = None
    try:
        with transaction() as conn:
            still = _standing_still(monitoring.list_queue_depths(conn))
        store = "ok"
    except StoreError:
        store = "not answering"
    body = {"store": store, "broker": "ok" if enqueue.broker_answers() else "not answering"}
    if still:
        body["work"] = still
    if full := full_disk():
        body["disk"] = f"full: {full}"
    return Response(json.dumps(body), 200 if store == "ok" else 503, content_type="application/json")


def _standing_still(depths: Sequence[monitoring.QueueDepth]) -> str | None:
    """Which work stands still, in words; None if all goes on."""
    late = [depth for depth in depths if depth.oldest_seconds > _LATE_SECONDS]
    if not late:
        return None
    oldest = max(depth.oldest_seconds for depth in late)
    kinds = ", ".join(sorted(depth.kind for depth in late))
    return f"standing still for {oldest / 60:.0f} minutes ({kinds}): see whether workers and the sweeper run"


def full_disk() -> str | None:
    """What a full disk stops, None if there is room: on the disk of the data folder, where this process has one
    (under `factdesk up`), or where its log lines go.
    """
    try:
        if settings().data.exists() and shutil.disk_usage(settings().data).free < _LEAST_FREE:
            return "nothing can be stored until there is room in the data folder; what is stored can be read"
    except OSError:
        return "the data folder cannot be read"
    return "log lines are lost until there is room" if logs.stream.disk_is_full() else None

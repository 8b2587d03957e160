"""Whether this process lives, and whether it can serve."""

import json
import shutil

from flask import Blueprint, Response

import logs
from service.auth import anybody
from service.request.transaction import transaction
from settings import settings
from store import queue
from store.db import StoreError
from workers import enqueue

blueprint = Blueprint("health", __name__)
_LEAST_FREE = 1_000_000  # bytes on the disk of the data folder


@blueprint.get("/healthz")
@anybody
def alive() -> Response:
    """The process answers; a full disk is said in words, and is no reason to end it."""
    full = full_disk()
    return Response(f"disk full: {full}\n" if full else "ok\n", content_type="text/plain; charset=utf-8")


@blueprint.get("/readyz")
@anybody
def ready() -> Response:
    """200 when the store is there. The broker is named but not needed: work waits in the store."""
    try:
        with transaction() as conn:
            queue.find_job(conn, "split", 0)
        store = "ok"
    except StoreError:
        store = "not answering"
    body = {"store": store, "broker": "ok" if enqueue.broker_answers() else "not answering"}
    if full := full_disk():
        body["disk"] = f"full: {full}"
    return Response(json.dumps(body), 200 if store == "ok" else 503, content_type="application/json")


def full_disk() -> str | None:
    """What a full disk stops, None where there is room: on the disk of the data folder, where this process has one (under
    `factdesk up`), or where its log lines go.
    """
    try:
        if settings().data.exists() and shutil.disk_usage(settings().data).free < _LEAST_FREE:
            return "nothing can be stored until there is room in the data folder; what is stored can be read"
    except OSError:
        return "the data folder cannot be read"
    return "log lines are lost until there is room" if logs.stream.disk_is_full() else None

"""Deletes, once an hour and some rows at a time, what the operator's rules of retention name."""

import structlog
from celery import shared_task

from settings import settings
from store.db import transaction
from store.operations import retention

_log = structlog.get_logger()


@shared_task(name="workers.forget")
def run() -> None:
    """Forget once; nothing if no rule is set."""
    rules = retention.Rules(**settings().keep_days)
    if rules == retention.Rules():
        return
    with transaction(settings().database_url) as conn:
        gone = retention.forget_due(conn, rules)
    if any(gone.values()):
        _log.info("old rows deleted", **gone)

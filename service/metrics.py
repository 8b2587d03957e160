"""Metrics as Prometheus reads them: requests of all web processes, and what the store and the broker say at this
moment.

Whoever reads them is an admin who signed in, or a program with a token of an admin with the scope `read`. Jobs are
done by other processes, on other machines perhaps: their outcomes are counted in Redis (`workers.enqueue`), from 0
when that is emptied.
"""

import time
from collections.abc import Iterator

from flask import Blueprint, Flask, Response, g, request
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from service import auth
from service.log import method
from service.request.transaction import transaction
from settings import given, settings
from store.claims import counts
from store.db import pool_in_use
from store.operations import monitoring
from workers import enqueue

blueprint = Blueprint("metrics", __name__)
_REQUESTS = Counter("factdesk_http_requests_total", "Requests answered", ["method", "route", "status"])
_SECONDS = Histogram(
    "factdesk_http_request_seconds",
    "Time from a request to its answer",
    ["route"],
    buckets=(0.01, 0.025, 0.05, 0.1, 0.15, 0.25, 0.5, 1, 2.5, 5, 10),
)
_POOL = Gauge("factdesk_database_pool_in_use", "Connections in use in web processes", multiprocess_mode="livesum")
Metric = GaugeMetricFamily | CounterMetricFamily


def install(app: Flask) -> None:
    """Count every answer of `app`, and how long it took."""
    app.after_request(_count)


@blueprint.get("/metrics")
@auth.api("read", "admin")
def list_metrics() -> Response:
    """The metrics in Prometheus' text format."""
    registry = CollectorRegistry()
    if given("PROMETHEUS_MULTIPROC_DIR"):
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    else:
        for own in (_REQUESTS, _SECONDS, _POOL):
            registry.register(own)
    registry.register(_StoreCollector())
    return Response(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)


class _StoreCollector(Collector):
    """What the store and the broker say when they are asked."""

    def collect(self) -> Iterator[Metric]:
        """The metrics that are the same whichever web process answers."""
        with transaction() as conn:
            depths, sources = monitoring.list_queue_depths(conn), monitoring.list_source_states(conn)
            asked = time.time()
            size = monitoring.get_store_size(conn)
            ahead = monitoring.difference_of_clocks(size.now, asked, time.time())
            waiting = monitoring.count_waiting_embeddings(conn)
            by_state = counts.count_claims_by_state(conn)
        jobs = GaugeMetricFamily("factdesk_jobs", "Jobs in the queue", labels=["kind", "state"])
        oldest = GaugeMetricFamily(
            "factdesk_jobs_oldest_seconds", "Since when the oldest job is due", labels=["kind"]
        )
        for depth in depths:
            for state in ("waiting", "running", "failed"):
                jobs.add_metric([depth.kind, state], getattr(depth, state))
            oldest.add_metric([depth.kind], depth.oldest_seconds)
        yield from (jobs, oldest)
        yield from _of_sources(sources)
        claims = GaugeMetricFamily("factdesk_claims", "Claims by state", labels=["state"])
        for name, count in by_state.items():
            claims.add_metric([name], count)
        yield claims
        for name, words, value in (
            ("embeddings_waiting", "Statements that wait for their embedding", waiting),
            ("database_bytes", "Size of the database", size.database_bytes),
            ("database_connections", "Connections open to the database", size.connections),
            ("database_most_connections", "Connections that the database allows", size.most_connections),
            (
                "database_oldest_transaction_seconds",
                "Age of the oldest transaction",
                size.oldest_transaction_seconds,
            ),
            ("clock_difference_seconds", "The store's clock less this machine's", ahead),
            ("broker_up", "Whether the broker answers", enqueue.broker_answers()),
        ):
            yield GaugeMetricFamily(f"factdesk_{name}", words, value=float(value))
        done = CounterMetricFamily("factdesk_jobs_done", "Jobs by outcome", labels=["kind", "outcome"])
        for (kind, outcome), count in enqueue.read_outcomes().items():
            done.add_metric([kind, outcome], count)
        yield done


def _of_sources(sources: list[monitoring.SourceState]) -> Iterator[Metric]:
    paused = GaugeMetricFamily("factdesk_source_paused", "Whether a source is paused", labels=["source"])
    failures = GaugeMetricFamily("factdesk_source_failures", "Failures in a row", labels=["source"])
    seconds = GaugeMetricFamily(
        "factdesk_source_seconds", "Time of lookups in 15 minutes", labels=["source", "quantile"]
    )
    answers = GaugeMetricFamily("factdesk_source_answers", "Lookups ended in 15 minutes", labels=["source"])
    for source in sources:
        paused.add_metric([source.name], source.paused)
        failures.add_metric([source.name], source.failures)
        answers.add_metric([source.name], source.answers)
        for quantile, value in (("0.5", source.median_seconds), ("0.95", source.p95_seconds)):
            if value is not None:
                seconds.add_metric([source.name, quantile], value)
    yield from (paused, failures, seconds, answers)


def _count(response: Response) -> Response:
    route = request.url_rule.rule if request.url_rule else "none"
    _REQUESTS.labels(method(), route, str(response.status_code)).inc()
    if "began" in g:
        _SECONDS.labels(route).observe(time.perf_counter() - g.began)
    _POOL.set(pool_in_use(settings().database_url))
    return response

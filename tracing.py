"""What a request or job is about, in every log line and, where traces are switched on, in a span of OpenTelemetry's.

Spans go over OTLP/HTTP to the collector at `FACTDESK_TRACES`. Where that is not set no exporter is imported.
Names of attributes are those of OpenTelemetry's semantic conventions; our own begin with `factdesk.`.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from typing import TYPE_CHECKING, Final

import structlog

from settings import settings

if TYPE_CHECKING:
    from opentelemetry.trace import Link, Span, Tracer

_PARENT: Final = "traceparent"  # W3C Trace Context, the header and the name under which it is passed on
_KINDS: Final = ("internal", "server", "client", "producer", "consumer")
_span: "ContextVar[Span | None]" = ContextVar("span", default=None)


@contextmanager
def span(
    name: str, kind: str = "internal", enqueued_by: str | None = None, **attributes: str | int
) -> Iterator[None]:
    """One span around what is done within; nothing where traces are off.

    Args:
        name: of few different values, as "GET /claims/<int:claim_id>".
        kind: one of OpenTelemetry's: internal, server, client, producer, consumer.
        enqueued_by: the `parent()` of what caused this, which need not be what it belongs to: it becomes a link.
        attributes: underscores twice in a name stand for a dot (`http__route`).
    """
    tracer = _tracer(os.getpid())
    if tracer is None:
        yield
        return
    from opentelemetry.trace import SpanKind

    given = {key.replace("__", "."): value for key, value in attributes.items()}
    spans = tracer.start_as_current_span(
        name, kind=SpanKind(_KINDS.index(kind)), attributes=given, links=_links(enqueued_by)
    )
    with spans as made:
        outer = _span.set(made)
        try:
            yield
        finally:
            _span.reset(outer)


def note(**attributes: str | int) -> None:
    """Attributes that are known once the current span has begun (names as for `span`)."""
    if (current := _span.get()) is not None:
        for key, value in attributes.items():
            current.set_attribute(key.replace("__", "."), value)


def fail(reason: str) -> None:
    """Say that what the current span is about failed, and why."""
    if (current := _span.get()) is not None:
        from opentelemetry.trace import Status, StatusCode

        current.set_status(Status(StatusCode.ERROR, reason))


def concern(**ids: int) -> None:
    """What is done from here on concerns these (`claim=7`, `article=3`): it stands in every log line and in the
    span.
    """
    structlog.contextvars.bind_contextvars(**ids)
    note(**{f"factdesk__{name}": value for name, value in ids.items()})


def parent() -> str | None:
    """The current span as W3C Trace Context has it, to be passed on; None where there is none."""
    if _span.get() is None:
        return None
    from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

    carrier: dict[str, str] = {}
    TraceContextTextMapPropagator().inject(carrier)
    return carrier.get(_PARENT)


def _links(enqueued_by: str | None) -> "list[Link]":
    if not enqueued_by:
        return []
    from opentelemetry.trace import Link, get_current_span
    from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

    context = get_current_span(TraceContextTextMapPropagator().extract({_PARENT: enqueued_by})).get_span_context()
    return [Link(context)] if context.is_valid else []


@lru_cache(maxsize=1)
def _tracer(process_id: int) -> "Tracer | None":
    """The tracer of this process, made anew in a child, whose parent's exporting thread it does not have; None
    where off.
    """
    address = settings().traces
    if address is None:
        return None
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
    from opentelemetry.sdk.resources import Resource
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import BatchSpanProcessor

    resource = Resource.create({"service.name": "factdesk", "process.pid": process_id})
    provider = TracerProvider(resource=resource)
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter(f"{address}/v1/traces", timeout=5)))
    return provider.get_tracer("factdesk")

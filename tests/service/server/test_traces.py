"""Traces, from the request that brings an article to the job that splits it, as a collector on loopback gets them."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.request import Request, urlopen

import pytest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.proto.trace.v1.trace_pb2 import Span

import tracing
from settings import settings
from store import tokens
from store.db import transaction
from tests.fixtures.desk_parts import person
from tests.running.commands import start_command
from tests.service.serving import web

_TOP = Path(__file__).parents[3]


class _Collector(ThreadingHTTPServer):
    """Speaks OTLP over HTTP, and keeps the spans that it is sent."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Taker)
        self.spans: list[Span] = []

    def wait_for(self, name: str) -> Span:
        """The first span of this name."""
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            if found := [span for span in self.spans if span.name == name]:
                return found[0]
            time.sleep(0.1)
        raise AssertionError([span.name for span in self.spans])


class _Taker(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        taken = ExportTraceServiceRequest.FromString(self.rfile.read(int(self.headers["Content-Length"])))
        assert isinstance(self.server, _Collector)
        assert self.path == "/v1/traces"
        for resource in taken.resource_spans:
            for scope in resource.scope_spans:
                self.server.spans += scope.spans
        self.send_response(200)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name that the base class has
        pass


@contextmanager
def _collector() -> Iterator[_Collector]:
    with _Collector() as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


@contextmanager
def _worker(queue: str, variables: dict[str, str], log: Path) -> Iterator[None]:
    command = "worker", "--queues", queue, "--concurrency", "1"
    process = start_command(*command, log=log, environment=os.environ | variables)
    try:
        yield
    finally:
        process.terminate()
        process.wait(30)


def _attributes(span: Span) -> dict[str, str | int]:
    return {each.key: each.value.string_value or each.value.int_value for each in span.attributes}


@pytest.mark.timeout(180)
def test_a_job_links_to_the_request_that_enqueued_it_and_both_name_their_article(
    desk: str, tmp_path: Path
) -> None:
    sender = person(desk, "checker")
    with transaction(desk) as conn:
        token = tokens.create_token(conn, sender.id or 0, "t", ("articles",))
    with _collector() as collector:
        address = f"http://127.0.0.1:{collector.server_address[1]}"
        variables = {"FACTDESK_TRACES": address, "OTEL_BSP_SCHEDULE_DELAY": "200", "FACTDESK_LOG_LEVEL": "INFO"}
        with _worker("split", variables, tmp_path / "worker.log"), web(tmp_path, **variables) as served:
            sent = json.dumps({"text": "The town has 4,000 inhabitants."}).encode()
            headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
            url = f"http://127.0.0.1:{served.port}/api/v1/articles"
            with urlopen(Request(url, sent, headers, method="POST"), timeout=30) as answer:
                article_id = json.load(answer)["id"]
                request_id = answer.headers["X-Request-ID"]
            request, job = collector.wait_for("POST /api/v1/articles"), collector.wait_for("job split")
        lines = [json.loads(line) for line in served.log.read_text().splitlines() if line.startswith("{")]
    asked = _attributes(request)
    assert (asked["http.route"], asked["http.response.status_code"]) == ("/api/v1/articles", 202)
    assert (asked["factdesk.article"], asked["factdesk.request_id"]) == (article_id, request_id)
    done = _attributes(job)
    assert (done["factdesk.article"], done["factdesk.outcome"]) == (article_id, "done")
    assert [(link.trace_id, link.span_id) for link in job.links] == [(request.trace_id, request.span_id)]
    assert [line["article"] for line in lines if line.get("request_id") == request_id] == [article_id]


def test_what_breaks_or_is_given_up_is_an_error_with_its_reason(
    desk: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with _collector() as collector:
        monkeypatch.setenv("FACTDESK_TRACES", f"http://127.0.0.1:{collector.server_address[1]}/")
        monkeypatch.setenv("OTEL_BSP_SCHEDULE_DELAY", "50")
        settings.cache_clear()
        tracing._tracer.cache_clear()
        try:
            with tracing.span("outer", "server"):
                with pytest.raises(ValueError, match="broken"), tracing.span("inner", work="a"):
                    raise ValueError("broken")
                tracing.fail("given up")
            inner, outer = collector.wait_for("inner"), collector.wait_for("outer")
        finally:
            tracing._tracer.cache_clear()
    assert (outer.status.message, outer.kind) == ("given up", Span.SPAN_KIND_SERVER)
    assert inner.parent_span_id == outer.span_id
    assert "broken" in inner.status.message


def test_where_it_is_off_no_exporter_is_imported(desk: str) -> None:
    code = (
        "import sys, service.app, workers.job, tracing\n"
        "with tracing.span('a'):\n    tracing.concern(claim=1)\n    tracing.fail('b')\n"
        "    assert tracing.parent() is None\n"
        "assert not {'opentelemetry.sdk.trace.export', 'opentelemetry.exporter'} & set(sys.modules)\n"
    )
    subprocess.run([sys.executable, "-c", code], cwd=_TOP, check=True)

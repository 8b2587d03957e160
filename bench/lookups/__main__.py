"""Lookups per second of one worker, its sources answering in 200 ms over HTTP on loopback.

The reference is what the answer times allow: so many sources, one lookup at a time each, one answer in 0.2 s. A
PostgreSQL, a Redis and a worker are started. The last line has a ninth source that takes connections and never
answers: the other eight are counted, beside a run of the same eight without it.

./run bench lookups [CLAIMS]
"""

import json
import logging
import os
import socket
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Final

from sqlalchemy import text

from bench.lookups.slow_sources import NAMES
from bench.servers import TOP, empty_desk, running
from checks.retrieval.sources import GROUP
from checks.types.claim import Claim
from store import articles
from store.claims import found_claims
from store.db import transaction
from store.lookups import lookups, sources
from store.people import MACHINE
from workers import enqueue

ANSWER_SECONDS: Final = 0.2


def main() -> None:
    """Print the table."""
    logging.getLogger("alembic").setLevel(logging.WARNING)
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 150
    print(f"{'sources':<28}{'claims':>8}{'lookups/s':>11}{'allowed/s':>11}{'share':>8}", flush=True)
    with _slow() as alive, _dead() as dead, _desk() as url:
        every = dict.fromkeys(NAMES, alive)
        _line("nine, all answer", url, every, count, NAMES)
        eight = NAMES[:-1]
        without = _line("eight, all answer", url, dict.fromkeys(eight, alive), count, eight)
        beside = _line("the same eight, a ninth dead", url, {**every, NAMES[-1]: dead}, count, eight)
        print(f"\nthe dead source leaves the others {beside / without:.2f} of their lookups per second")


def _line(what: str, url: str, places: dict[str, str], count: int, counted: Sequence[str]) -> float:
    allowed = len(counted) / ANSWER_SECONDS
    with _worker(url, places):
        rate = _rate(url, list(places), count, counted)
    print(f"{what:<28}{count:>8}{rate:>11.1f}{allowed:>11.1f}{rate / allowed:>8.2f}", flush=True)
    return rate


def _rate(url: str, names: Sequence[str], count: int, counted: Sequence[str]) -> float:
    """Lookups of the `counted` sources per second, from the first that began to the last that ended."""
    with transaction(url) as conn:
        for table in ("articles", "work", "lookups", "claims"):
            conn.execute(text(f"TRUNCATE {table} CASCADE"))
        body = "\n\n".join(f"Town {n} has {4000 + n:,} inhabitants and {n + 3} schools." for n in range(count))
        received = articles.receive_article(conn, articles.Submission(body), MACHINE)
        conn.execute(text("TRUNCATE work"))
        made, at = [], 0
        for line in body.split("\n\n"):
            made.append(
                Claim(
                    at, at + len(line), line, statement=line, kind="quantity", claimant=None, worth=0.5, reasons=()
                )
            )
            at += len(line) + 2
        written = found_claims.write_claims(conn, received.revision_id, received.article_id, made)
        lookups.add_lookups(conn, [(claim_id, names) for claim_id, _ in written])
        asked = sources.hand_out_lookups(conn)  # as the splitter does
    enqueue.enqueue("lookup", asked)
    done = text(
        "SELECT count(*), extract(epoch FROM max(finished_at) - min(started_at)) FROM lookups "
        "WHERE source = ANY(:names) AND outcome = 'found'"
    )
    deadline = time.monotonic() + 60 + 20 * ANSWER_SECONDS * count
    while time.monotonic() < deadline:
        time.sleep(0.2)
        with transaction(url) as conn:
            found, seconds = conn.execute(done, {"names": list(counted)}).one()
        if found == count * len(counted):
            return float(found) / float(seconds)
    raise SystemExit(f"only {found} of {count * len(counted)} lookups ended in time")


@contextmanager
def _desk() -> Iterator[str]:
    """The address of the database of a desk whose workers find the slow sources."""
    with tempfile.TemporaryDirectory(prefix="factdesk-bench-") as site:
        _install(Path(site))
        variables = {"FACTDESK_CONTACT": "bench@example.org", "PYTHONPATH": f"{TOP}{os.pathsep}{site}"}
        with empty_desk(variables) as database:
            yield database.url


def _install(site: Path) -> None:
    """Make the sources known as those of another distribution are."""
    info = site / "slow_sources-1.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: slow-sources\nVersion: 1\n")
    points = "\n".join(
        f"{name} = bench.lookups.slow_sources:{name}" for name in (n.replace(" ", "_") for n in NAMES)
    )
    (info / "entry_points.txt").write_text(f"[{GROUP}]\n{points}\n")


@contextmanager
def _worker(url: str, places: dict[str, str]) -> Iterator[None]:
    variables = {
        f"FACTDESK_SOURCE_{name.upper().replace(' ', '_')}_ADDRESS": place for name, place in places.items()
    }
    with running("worker", variables={**variables, "FACTDESK_SOURCES": ",".join(places)}):
        _await_worker(url, places)
        yield


def _await_worker(url: str, places: dict[str, str]) -> None:
    """Until the worker has told of its sources and answers a hint: children are up a little later."""
    query = text("SELECT count(*) FROM sources WHERE switched_on AND at_once IS NOT NULL")
    deadline = time.monotonic() + 60
    with transaction(url) as conn:
        conn.execute(text("TRUNCATE sources"))
    while time.monotonic() < deadline:
        time.sleep(0.2)
        with transaction(url) as conn:
            if conn.execute(query).scalar_one() == len(places):
                time.sleep(5)
                return
    raise SystemExit("the worker did not start")


@contextmanager
def _slow() -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            time.sleep(ANSWER_SECONDS)
            body = json.dumps({"text": "The town has 4,010 inhabitants, the county gives for this year."}).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


@contextmanager
def _dead() -> Iterator[str]:
    """A service that takes connections and never says a word."""
    with socket.create_server(("127.0.0.1", 0), backlog=100) as line:
        yield f"http://127.0.0.1:{line.getsockname()[1]}/"


if __name__ == "__main__":
    main()

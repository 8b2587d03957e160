"""Filled desks of made-up claims, and what asks them and counts the time of a core that
they take.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

import psycopg
from flask.testing import FlaskClient
from psycopg import sql

from bench.scale.fill import fill
from bench.scale.plans import Plan, explained
from bench.scale.questions import Question, questions
from bench.scale.writers import WRITER
from service.app import create_app
from settings import set_variables
from store import people, tokens
from store.db import engine, transaction
from store.lookups import track_record
from store.migrate import upgrade
from store.statistics import summary
from tests.fixtures.desk_parts import PASSWORD, sign_in

_CITED: Final = """(
    SELECT max(claim_id) FROM fact_checks JOIN citations USING (verdict_id) WHERE withdrawn_at IS NULL)"""
_IDS: Final = {  # those that `bench.scale.lists` names, and the highest of lists by the names of their cursors
    "published": f"SELECT {_CITED}",
    "evidence": f"SELECT max(id) FROM evidence WHERE claim_id = {_CITED}",  # noqa: S608 - of our own
    "waiting": "SELECT max(id) FROM claims WHERE state = 'triage'",
    "feed": "SELECT max(feed_id) FROM feed_entries",
    "document": "SELECT max(id) FROM documents WHERE built_in IS NULL",
    "import": "SELECT max(id) FROM imports",
    "rating": "SELECT max(id) FROM external_ratings",
    "rule": "SELECT max(id) FROM automation_rules",
    "backfill": "SELECT max(id) FROM backfills",
    "webhook": "SELECT max(webhook_id) FROM deliveries",
    "delivery": "SELECT max(id) FROM deliveries WHERE webhook_id = (SELECT max(webhook_id) FROM deliveries)",
    "nobody": "SELECT max(id) + 1 FROM people",
    "articles": "SELECT max(id) FROM articles",
    "shelf": "SELECT max(id) FROM documents",
    "external fact-checks": "SELECT max(id) FROM fact_checks",
    "fact-checks": "SELECT max(id) FROM fact_checks",
    "imports": "SELECT max(id) FROM imports",
    "feeds": "SELECT max(id) FROM feeds",
    "backfills": "SELECT max(id) FROM backfills",
    "notices": "SELECT max(id) FROM notices",
    "reports": "SELECT max(id) FROM error_reports",
    "audit": "SELECT max(id) FROM audit",
    "external ratings": "SELECT max(id) FROM external_ratings",
    "public fact-checks": "SELECT max(id) FROM fact_checks",
    "entries of feed {feed}": "SELECT max(id) FROM feed_entries",
    "deliveries of webhook {webhook}": "SELECT max(id) FROM deliveries",
    "entries skipped of import {import}": "SELECT max(id) FROM import_skipped",
}
_ASKER: Final = 1  # an admin whose own the claims of three years are
_BACKENDS: Final = """
    SELECT pid FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid() AND application_name <> %s"""


class Desk:
    """A filled desk: its address, what is asked of it, and a browser and a program that ask."""

    def __init__(self, url: str, claims: int) -> None:
        self.url = url
        set_variables({"DATABASE_URL": url})
        with transaction(url) as conn:
            people.set_password(conn, _ASKER, PASSWORD)
            self.token = tokens.create_token(conn, _ASKER, f"bench {time.time()}", ["read"])
        with psycopg.connect(url.replace("+psycopg", "")) as raw:
            found = {name: raw.execute(query).fetchone() for name, query in _IDS.items()}
            self.ids = {name: row[0] if row and row[0] else 1 for name, row in found.items()}
        self._raw = psycopg.connect(url.replace("+psycopg", ""), autocommit=True)
        app = create_app()
        self.questions = {each.name: each for each in questions(app, claims, self.ids)}
        self.browser: FlaskClient = app.test_client()
        self.program: FlaskClient = app.test_client()
        sign_in(self.browser, f"person{_ASKER}")

    def ask(self, question: Question) -> tuple[float, float, int]:
        """The milliseconds of an answer, of a core and as they passed, and its status."""
        set_variables({"DATABASE_URL": self.url})
        backends = self._backends()
        api = question.path.startswith(("/api/", "/metrics"))
        headers = {"Authorization": f"Bearer {self.token}"} if api else {}
        client = self.program if api else self.browser
        began, worked, before = time.perf_counter(), time.process_time(), _on_core(backends)
        answer = client.get(question.path, headers=headers, follow_redirects=True)
        took, worked = time.perf_counter() - began, time.process_time() - worked
        # Of a process that helped one and has ended meanwhile nothing is known any more.
        served = sum(seconds - before.get(pid, 0.0) for pid, seconds in _on_core(self._backends()).items())
        status = 401 if answer.request.path == "/sign-in" else answer.status_code  # its session was ended
        return (worked + served) * 1000, took * 1000, status

    def slowest_plan(self, question: Question) -> Plan | None:
        """The plan of that statement of a request which takes longest; None where it makes none that reads."""
        set_variables({"DATABASE_URL": self.url})
        self.ask(question)
        with explained() as plans:
            self.ask(question)
        return max(plans, key=lambda plan: plan.ms, default=None)

    def _backends(self) -> list[int]:
        """The processes of the database that answer this desk's requests, those that help one included; what serves a
        writer is none.
        """
        return [row[0] for row in self._raw.execute(_BACKENDS, [WRITER])]


def filled(cluster: str, claims: int) -> str:
    """The address of a desk of so many claims, which is made where it is not there yet."""
    name = f"scale_{claims}"
    url = cluster.replace("@/factdesk?", f"@/{name}?")
    upgrade(cluster)  # once for all desks, which are copies of it
    with psycopg.connect(cluster.replace("+psycopg", ""), autocommit=True) as conn:
        there = conn.execute("SELECT FROM pg_database WHERE datname = %s", (name,)).rowcount > 0
        if not there:
            conn.execute(f"CREATE DATABASE {name} TEMPLATE factdesk STRATEGY FILE_COPY")
    upgrade(url)
    if not there:
        print(f"{claims:,} claims filled in {fill(url, claims):.0f} s", flush=True)
    with psycopg.connect(url.replace("+psycopg", "")) as conn:
        conn.execute("DELETE FROM tokens WHERE name LIKE 'bench %'")
        size = conn.execute("SELECT pg_size_pretty(pg_database_size(current_database()))").fetchone()
    print(f"desk of {claims:,} claims: {size[0] if size else '?'}", flush=True)
    with transaction(url) as conn_of_store:  # as the sweeper does every few minutes
        summary.update_summary(conn_of_store)
        track_record.keep_track_records(conn_of_store)
    return url


@contextmanager
def written_to(url: str, *, kept: bool) -> Iterator[str]:
    """The address of a filled desk to which a run may write: where it is `kept` for later runs, of a copy of it that is
    gone with the block.
    """
    if not kept:
        yield url
        return
    name = url.split("?")[0].rpartition("/")[2]
    engine(url).dispose()
    with psycopg.connect(url.replace(f"/{name}?", "/factdesk?").replace("+psycopg", ""), autocommit=True) as conn:
        drop = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(f"{name}_written"))
        copy = sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY")
        conn.execute(drop)
        conn.execute(copy.format(sql.Identifier(f"{name}_written"), sql.Identifier(name)))
        try:
            yield url.replace(f"/{name}?", f"/{name}_written?")
        finally:
            conn.execute(drop)


def _on_core(pids: list[int]) -> dict[int, float]:
    """By process the seconds that it has had of a core; none of those that have ended."""
    found = {}
    for pid in pids:
        with suppress(OSError):
            found[pid] = int(Path(f"/proc/{pid}/schedstat").read_text().split()[0]) / 1e9
    return found

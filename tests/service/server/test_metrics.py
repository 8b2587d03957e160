"""Metrics for Prometheus: what they count, and who may read them."""

import re

from flask.testing import FlaskClient
from sqlalchemy import text

from service.app import create_app
from store import people, tokens
from store.db import transaction
from tests.fixtures.cluster_parts import POLAND, Desk
from tests.fixtures.desk_parts import person, sign_in
from workers import enqueue


def _read(client: FlaskClient, secret: str) -> dict[str, float]:
    answer = client.get("/metrics", headers={"Authorization": f"Bearer {secret}"})
    assert answer.status_code == 200
    lines = answer.get_data(as_text=True).splitlines()
    pairs = (line.rsplit(" ", 1) for line in lines if line and not line.startswith("#"))
    return {name: float(value) for name, value in pairs}


def _token(url: str, role: str) -> str:
    with transaction(url) as conn:
        who = people.add_person(conn, f"{role}-metrics@example.org", role, role)
        return tokens.create_token(conn, who, "prometheus", ["read"])


def test_the_queue_the_sources_and_requests_are_counted(at: Desk) -> None:
    secret, client = _token(at.url, "admin"), create_app().test_client()
    at.comes(POLAND, suggested=False)
    with transaction(at.url) as conn:
        conn.execute(text("INSERT INTO work (kind, subject, due_at) VALUES ('embed', 7, now() - interval '90 s')"))
        conn.execute(text("INSERT INTO work (kind, subject, failed, reason) VALUES ('import', 8, true, 'broken')"))
        conn.execute(text("UPDATE claim_embeddings SET encoder = NULL, embedding = NULL"))
        conn.execute(text("UPDATE sources SET paused_until = now() + interval '1 h', reason = 'it is down'"))
        conn.execute(
            text("INSERT INTO sources (name, title, switched_on, failures, reason, paused_until) "
                 "VALUES ('gazette', 'Gazette', true, 5, 'it is down', now() + interval '1 h')")
        )  # fmt: skip
    client.get("/healthz")
    for n in range(3):
        client.open("/healthz", method=f"WORD{n}")
    found = _read(client, secret)
    assert not [each for each in found if "WORD" in each]
    assert found['factdesk_http_requests_total{method="_OTHER",route="none",status="405"}'] == 3
    assert 90 <= found['factdesk_jobs_oldest_seconds{kind="embed"}'] < 120
    assert found['factdesk_jobs{kind="import",state="failed"}'] == 1
    assert found['factdesk_source_paused{source="gazette"}'] == 1
    assert found['factdesk_claims{state="triage"}'] + found['factdesk_claims{state="new"}'] == 1
    assert found["factdesk_embeddings_waiting"] >= 1
    assert found["factdesk_broker_up"] == 1
    assert found['factdesk_http_requests_total{method="GET",route="/healthz",status="200"}'] >= 1
    assert found['factdesk_jobs{kind="feed",state="waiting"}'] == 0
    assert found['factdesk_jobs_oldest_seconds{kind="feed"}'] == 0
    assert found['factdesk_jobs_done_total{kind="subscribe",outcome="failed"}'] == 0
    before = found['factdesk_jobs_done_total{kind="lookup",outcome="done"}']
    enqueue.count_outcome("lookup", "done")
    assert _read(client, secret)['factdesk_jobs_done_total{kind="lookup",outcome="done"}'] == before + 1


def test_only_admins_and_their_tokens_read_them(at: Desk) -> None:
    client = create_app().test_client()
    assert client.get("/metrics").status_code == 302
    checker = _token(at.url, "checker")
    assert client.get("/metrics", headers={"Authorization": f"Bearer {checker}"}).status_code == 403
    # A program is told so: Prometheus would follow the way to sign in and fail at that page's first character.
    assert client.get("/metrics", headers={"Authorization": "Bearer "}).status_code == 401
    sign_in(client, "checker")
    assert client.get("/metrics").status_code == 403
    person(at.url, "admin")
    other = create_app().test_client()
    sign_in(other, "admin")
    assert re.search(r"^factdesk_database_bytes \d", other.get("/metrics").get_data(as_text=True), re.MULTILINE)


def test_readiness_says_which_work_stands_still(at: Desk) -> None:
    client = create_app().test_client()
    assert client.get("/readyz").get_json() == {"store": "ok", "broker": "ok"}
    with transaction(at.url) as conn:
        conn.execute(text("INSERT INTO work (kind, subject, due_at) VALUES ('split', 7, now() - interval '1 h')"))
    said = client.get("/readyz")
    assert said.status_code == 200
    assert said.get_json()["work"].startswith("standing still for 60 minutes (split): see whether")

"""What people and programs send is answered while Redis is away, and found again when it is back."""

import time

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from service.app import create_app
from settings import settings
from store import progress, queue, tokens
from store.db import transaction
from tests.fixtures.desk_parts import TROOPS, person, sign_in, token, work_through
from workers import enqueue
from workers.tasks import sweep


@pytest.fixture
def without_redis(desk: str, monkeypatch: pytest.MonkeyPatch) -> FlaskClient:
    monkeypatch.setenv("REDIS_URL", "redis://127.0.0.1:1/0")
    settings.cache_clear()
    enqueue.broker_client.cache_clear()
    return create_app().test_client()


def test_a_post_and_the_list_are_answered_while_redis_is_away(desk: str, without_redis: FlaskClient) -> None:
    client = without_redis
    actor = person(desk, "checker")
    with transaction(desk) as conn:
        header = {"Authorization": f"Bearer {tokens.create_token(conn, actor.id or 0, 'test', tokens.SCOPES)}"}
    began = time.monotonic()
    answer = client.post("/api/v1/articles", json={"text": TROOPS}, headers=header)
    assert answer.status_code == 202
    assert answer.json
    sign_in(client, "checker")
    assert client.get("/triage", follow_redirects=True).status_code == 200
    ready = client.get("/readyz")
    assert (ready.status_code, ready.json) == (200, {"store": "ok", "broker": "not answering"})
    assert time.monotonic() - began < 30
    # The sweeper leaves its marks only when the broker took the hints, so that nothing waits a lease for nothing.
    assert sweep.run() == 0
    with transaction(desk) as conn:
        row = queue.find_job(conn, "split", answer.json["id"])
        assert row is not None
        assert row.enqueued_at is None
    work_through(desk)
    with transaction(desk) as conn:
        assert progress.get_article(conn, answer.json["id"]).stage == "ready"


def test_what_failed_says_why_and_is_tried_again_by_a_button(desk: str, monkeypatch: pytest.MonkeyPatch) -> None:
    import workers.tasks.split

    client = create_app().test_client()
    person(desk, "checker")
    sign_in(client, "checker")
    csrf = token(client.get("/articles/add").get_data(as_text=True))
    client.post("/articles/add", data={"csrf": csrf, "text": TROOPS})
    with monkeypatch.context() as broken:
        broken.setattr(
            workers.tasks.split,
            "split",
            lambda *_, **__: (_ for _ in ()).throw(RuntimeError("the pipeline is broken")),
        )
        for _ in range(queue.MOST_ATTEMPTS):
            with transaction(desk) as conn:
                conn.execute(queue.work.update().values(due_at=sa.func.now()))
            workers.tasks.split.run(1)
    page = client.get("/articles/1").get_data(as_text=True)
    assert "the pipeline is broken" in page
    assert client.post("/articles/1/try-again", data={"csrf": csrf}).status_code == 302
    work_through(desk)
    page = client.get("/articles/1").get_data(as_text=True)
    assert "ready" in page
    assert "more than 100,000 troops" in page

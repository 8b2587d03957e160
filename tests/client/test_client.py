"""`factdesk.client` against a desk that serves, and against one that is played where a desk would have to fail."""

import threading
from collections.abc import Iterator

import pytest
from werkzeug.serving import make_server

from factdesk.client import Conflict, Factdesk, FactdeskError, NotFound, RateLimited, Unavailable
from service import rate_limits
from service.app import create_app
from settings import settings
from store import tokens
from store.db import transaction
from tests.fixtures.desk_parts import article, person, work_through
from tests.fixtures.outside import Outside, Reply, outside
from tests.running.ports import free_port


@pytest.fixture
def address(desk: str) -> Iterator[str]:
    """A desk that serves on loopback."""
    server = make_server("127.0.0.1", 0, create_app(), threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def client(desk: str, address: str) -> Iterator[Factdesk]:
    """A client of that desk with an admin's token."""
    actor = person(desk, "admin")
    with transaction(desk) as conn:
        secret = tokens.create_token(conn, actor.id or 0, "a program", tokens.SCOPES)
    with Factdesk(address, secret, retries=1) as made:
        yield made


@pytest.fixture
def played() -> Iterator[Outside]:
    with outside() as there:
        yield there


def _client(played: Outside, waited: list[float], retries: int = 3) -> Factdesk:
    return Factdesk(played.url, "fd_x", retries=retries, wait=waited.append)


def test_an_article_is_sent_and_waited_for(desk: str, client: Factdesk) -> None:
    sent = client.send_article(text="Four boats sank in Alder on Monday.", title="Boats", url=None)
    assert (sent["title"], sent["stage"]) == ("Boats", "received")
    with pytest.raises(TimeoutError, match="is still “received”"):
        client.wait_until_ready(sent["id"], timeout=0.0, pause=0.0)
    work_through(desk)
    assert client.wait_until_ready(sent["id"])["stage"] == "ready"
    assert [claim["article_id"] for claim in client.article_claims(sent["id"])] == [sent["id"]]


def test_articles_go_in_batches_and_each_has_its_result(client: Factdesk) -> None:
    sent = [{"text": f"Boat {n} sank."} for n in range(1001)]
    results = list(client.send_articles([*sent, {"text": ""}, sent[0]]))
    assert [article for article, _ in results] == [*sent, {"text": ""}, sent[0]]
    assert [result["status"] for _, result in results] == ["accepted"] * 1001 + ["refused", "known"]
    problem = results[1001][1]["problem"]
    assert problem
    assert problem["errors"][0]["field"] == "text"


def test_lists_are_read_to_their_end(client: Factdesk) -> None:
    list(client.send_articles({"text": f"Boat {n} sank."} for n in range(7)))
    found = list(client.articles(limit=2, fields=["id"], stage=["received", "ready"]))
    assert [each["id"] for each in found] == list(range(7, 0, -1))
    assert found[0].keys() == {"id"}
    assert list(client.claims()) == list(client.fact_checks()) == list(client.feeds()) == []


def test_a_step_on_an_old_version_is_a_conflict(desk: str, client: Factdesk) -> None:
    article(desk, person(desk, "checker"))
    claim = next(client.claims())
    taken = client.take_step(claim, "take")
    assert taken["state"] == "assigned"
    with pytest.raises(Conflict) as refused:
        client.take_step(claim, "decline", reason="not now")
    assert refused.value.current["version"] == taken["version"]


def test_errors_say_what_was_wrong(client: Factdesk) -> None:
    with pytest.raises(FactdeskError, match="422") as refused:
        client.send_article(text="x", url="ftp://x")
    assert list(refused.value.errors) == ["url"]
    with pytest.raises(NotFound):
        client.article(999)
    with pytest.raises(FactdeskError, match="401"):
        Factdesk(client._transport._url, "fd_wrong").get("/claims")


def test_everything_is_exported(client: Factdesk) -> None:
    client.send_article(text="Four boats sank.")
    rows = list(client.export())
    assert rows[0]["type"] == "factdesk export"
    assert [row["title"] for row in rows if row["type"] == "articles"] == ["Four boats sank."]
    assert rows[-1] == {"type": "end", "rows": len(rows) - 2}


def test_a_used_up_quota_is_waited_out_as_long_as_the_desk_says(
    client: Factdesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FACTDESK_REQUESTS_PER_MINUTE", "2")
    settings.cache_clear()
    now = [1_800_000_000.0]
    monkeypatch.setattr(rate_limits, "_now", lambda: now[0])
    waited: list[float] = []

    def wait(seconds: float) -> None:
        waited.append(seconds)
        now[0] += seconds

    token = client._transport._session.headers["Authorization"].removeprefix("Bearer ")  # type: ignore[union-attr]
    patient = Factdesk(client._transport._url, str(token), wait=wait)
    for _ in range(5):
        assert patient.get("/claims")["items"] == []
    assert len(waited) == 2
    assert all(0 < each <= 60 for each in waited)


@pytest.mark.parametrize(("status", "kind"), [(429, RateLimited), (503, Unavailable)])
def test_what_is_refused_for_now_is_tried_again(played: Outside, status: int, kind: type[FactdeskError]) -> None:
    waited: list[float] = []
    played.reply = lambda n: Reply({"detail": "busy"}, status, {"Retry-After": "7"}) if n < 3 else Reply({"id": 1})
    assert _client(played, waited).send("POST", "/claims/1/transitions", {"action": "take"}) == {"id": 1}
    assert waited == [7.0, 7.0]
    played.reply = lambda _: Reply({"detail": "busy"}, status)
    with pytest.raises(kind, match="busy"):
        _client(played, waited, retries=2).get("/claims")
    assert len(waited) == 4
    assert waited[2] < waited[3] <= 1.0


def test_a_change_that_nobody_knows_the_end_of_is_not_sent_twice(played: Outside) -> None:
    waited: list[float] = []
    played.reply = lambda _: Reply(b"x", promised=1000)  # the connection breaks within the answer
    with pytest.raises(Unavailable):
        _client(played, waited).send("POST", "/claims/1/evidence", {"text": "…"})
    assert (len(played.asked), waited) == (1, [])
    with pytest.raises(Unavailable):
        _client(played, waited, retries=2).send_article(text="Sent twice it is one article.")
    assert len(played.asked) == 1 + 3


def test_a_desk_that_is_not_there_is_unavailable() -> None:
    with pytest.raises(Unavailable, match="does not answer"):
        Factdesk(f"http://127.0.0.1:{free_port()}", "fd_x", retries=0).get("/claims")


def test_the_token_goes_nowhere_else(played: Outside) -> None:
    played.reply = lambda _: Reply(status=302, headers={"Location": "http://127.0.0.1:9/"})
    with pytest.raises(FactdeskError, match="302"):
        _client(played, []).get("/claims")
    for address in ("desk.example", "ftp://desk.example"):
        with pytest.raises(ValueError, match="must begin with http"):
            Factdesk(address, "fd_x")
    Factdesk("https://desk.example", "fd_x").close()


def test_address_and_token_come_from_the_environment(monkeypatch: pytest.MonkeyPatch, played: Outside) -> None:
    for name in ("FACTDESK_URL", "FACTDESK_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    with pytest.raises(ValueError, match="FACTDESK_URL"):
        Factdesk()
    monkeypatch.setenv("FACTDESK_URL", played.url)
    monkeypatch.setenv("FACTDESK_TOKEN", "fd_mine")
    Factdesk().get("/claims")
    assert played.asked[0][1]["authorization"] == "Bearer fd_mine"


def test_an_export_that_breaks_off_is_no_export(played: Outside) -> None:
    played.reply = lambda _: Reply(b'{"type": "factdesk export"}\n')
    with pytest.raises(Unavailable, match="broke off"):
        list(_client(played, []).export())

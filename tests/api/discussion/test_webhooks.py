"""Webhooks over the API and from the command line."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient

from cli.main import main
from store import tokens
from store.db import transaction
from store.deliveries.tables import EVENTS
from tests.api.caller import Caller, fields
from tests.api.conftest import Token
from tests.fixtures.desk_parts import article, person
from workers import enqueue

HOOK = "https://program.example/hook"


@pytest.fixture
def admin(token: Token) -> Caller:
    return token(role="admin")


def add(admin: Caller, **more: Any) -> Any:
    return admin.post("/webhooks", 201, **{"url": HOOK, "events": list(EVENTS), **more})


def test_a_secret_is_shown_once(admin: Caller) -> None:
    made = add(admin, description="Our archive", events=["fact_check.withdrawn", "article.ready"])
    assert made["secret"].startswith("whsec_")
    assert made["events"] == ["article.ready", "fact_check.withdrawn"]
    shown = admin.get(f"/webhooks/{made['id']}")
    assert "secret" not in shown
    assert (shown["health"], shown["waiting"], shown["description"]) == ("new", 0, "Our archive")
    assert admin.get("/webhooks")["items"] == [shown]
    other = admin.post(f"/webhooks/{made['id']}/secret")["secret"]
    assert other.startswith("whsec_")
    assert other != made["secret"]
    assert shown["old_secret_until"] is None
    renewed = admin.get(f"/webhooks/{made['id']}")["old_secret_until"]
    left = datetime.fromisoformat(renewed) - datetime.now(UTC)
    assert timedelta(hours=23.9) < left < timedelta(hours=24.1)


def test_it_is_changed_paused_and_removed(admin: Caller) -> None:
    there = f"/webhooks/{add(admin)['id']}"
    changed = admin.call("PATCH", there, {"events": ["claim.state_changed"], "paused": True}).json
    assert changed
    assert (changed["events"], changed["paused"], changed["health"]) == (["claim.state_changed"], True, "paused")
    assert changed["url"] == HOOK
    assert admin.call("DELETE", there).status_code == 204
    assert admin.call("GET", there).status_code == 404
    assert admin.call("DELETE", there).status_code == 404


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"url": "ftp://program.example"}, "url"),
        ({"url": ""}, "url"),
        ({"events": []}, "events"),
        ({"events": ["article.deleted"]}, "events.0"),
        ({"description": "x" * 201}, "description"),
        ({"secret": "mine"}, "secret"),
    ],
)
def test_what_cannot_be_is_refused(admin: Caller, wrong: dict[str, Any], field: str) -> None:
    refused = admin.post("/webhooks", 422, **{"url": HOOK, "events": ["article.ready"], **wrong})
    assert field in fields(refused)
    assert admin.get("/webhooks")["items"] == []


def test_only_an_admin_sees_them(admin: Caller, checker: Caller) -> None:
    add(admin)
    assert checker.call("GET", "/webhooks").status_code == 403
    assert checker.call("POST", "/webhooks", {"url": HOOK, "events": ["article.ready"]}).status_code == 403


def test_the_log_tells_what_was_sent_and_sends_it_again(desk: str, admin: Caller) -> None:
    there = f"/webhooks/{add(admin, events=['claim.state_changed'])['id']}"
    article(desk, admin.actor)
    sent = admin.post(f"{there}/test", 202)
    page = admin.get(f"{there}/deliveries?limit=2")
    rest = admin.get(f"{there}/deliveries?limit=2&cursor={page['next']}")
    assert [each["event"] for each in page["items"] + rest["items"]] == [
        "webhook.test",
        *["claim.state_changed"] * 2,
    ]
    assert rest["next"] is None
    assert len(admin.get(f"{there}/deliveries?delivery_state=waiting")["items"]) == 3
    assert admin.get(f"{there}/deliveries?delivery_state=failed")["items"] == []
    whole = admin.get(f"{there}/deliveries/{sent['id']}")
    body = json.loads(whole["body"])
    assert (body["type"], whole["state"], whole["log"]) == ("webhook.test", "waiting", [])
    again = admin.post(f"{there}/deliveries/{sent['id']}/send", 202)
    assert again["message_id"] == sent["message_id"]
    other = add(admin)["id"]
    assert admin.call("GET", f"/webhooks/{other}/deliveries/{sent['id']}").status_code == 404


def test_what_somebody_has_sent_is_sent_at_once(
    admin: Caller, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tests.fixtures.desk_parts import sign_in, token

    sent: list[int] = []
    monkeypatch.setattr(enqueue, "enqueue", lambda kind, ids, *_: sent.extend(ids) if kind == "deliver" else None)
    made = add(admin)["id"]
    delivery = admin.post(f"/webhooks/{made}/test", 202)["id"]
    admin.post(f"/webhooks/{made}/deliveries/{delivery}/send", 202)
    assert sent == [delivery] * 2
    sign_in(client, "admin")
    csrf = {"csrf": token(client.get("/webhooks").get_data(as_text=True))}
    assert client.post(f"/webhooks/{made}/test", data=csrf).status_code == 302
    assert client.post(f"/webhooks/{made}/deliveries/{delivery}/send", data=csrf).status_code == 302
    assert sent[2:] == [delivery + 1, delivery]


def test_the_desk_s_pages(desk: str, client: FlaskClient) -> None:
    from tests.fixtures.desk_parts import sign_in, token

    person(desk, "admin")
    sign_in(client, "admin")
    csrf = token(client.get("/webhooks").get_data(as_text=True))
    refused = client.post("/webhooks", data={"csrf": csrf, "url": "x", "events": "article.ready"})
    assert refused.status_code == 422
    assert "must begin with http" in refused.get_data(as_text=True)
    for wrong, said in (
        ({"events": []}, "the events are some of"),
        ({"events": ["article.deleted"]}, "the events are some of"),
        ({"url": ""}, "an address is needed"),
        ({"description": "x" * 201}, "a description has at most 200 characters"),
    ):
        sent = {"csrf": csrf, "url": HOOK, "events": ["article.ready"], **wrong}
        refused = client.post("/webhooks", data=sent)
        assert refused.status_code == 422
        assert said in refused.get_data(as_text=True)
    made = client.post("/webhooks", data={"csrf": csrf, "url": HOOK, "events": ["article.ready"]}).get_data(True)
    assert made.count("whsec_") == 1
    assert "whsec_" not in client.get("/webhooks/1").get_data(as_text=True)
    for step in ("test", "pause", "resume"):
        assert client.post(f"/webhooks/1/{step}", data={"csrf": csrf}).status_code == 302
    page = client.get("/webhooks/1?state=waiting").get_data(as_text=True)
    assert "webhook.test" in page
    assert client.post("/webhooks/1/deliveries/1/send", data={"csrf": csrf}).status_code == 302
    assert client.get("/webhooks/1?state=lost").status_code == 422
    changed = {"csrf": csrf, "url": f"{HOOK}/2", "events": ["verdict.approved"], "description": "Archive"}
    assert client.post("/webhooks/1", data=changed).status_code == 302
    assert f"{HOOK}/2" in client.get("/webhooks").get_data(as_text=True)
    assert client.post("/webhooks/1/remove", data={"csrf": csrf}).status_code == 302
    assert "No webhook yet" in client.get("/webhooks").get_data(as_text=True)


def test_the_command_adds_lists_tests_and_removes(
    desk: str, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with transaction(desk) as conn:
        secret = tokens.create_token(conn, person(desk, "admin").id or 0, "admin", ("read", "claims"))
    monkeypatch.setenv("FACTDESK_TOKEN", secret)

    def call(*args: str) -> str:
        done = CliRunner().invoke(main, ["webhook", *args], catch_exceptions=False)
        assert done.exit_code == 0, done.output
        return done.output

    made = json.loads(call("add", HOOK, "--event", "article.ready", "--json"))
    assert made["secret"].startswith("whsec_")
    number = str(made["id"])
    sent = json.loads(call("test", number, "--json"))
    assert "webhook.test" in call("log", number, "--state", "waiting")
    assert sent["message_id"] in call("send", number, str(sent["id"]), "--json")
    assert "paused" in call("pause", number)
    assert "1 wait" in call("pause", number, "--resume")
    assert HOOK in call("list")
    assert json.loads(call("remove", number, "--json")) == {"id": int(number), "removed": True}
    assert CliRunner().invoke(main, ["webhook", "log", number]).exit_code == 1

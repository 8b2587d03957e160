"""No input of anybody is a mistake of ours: never a 5xx at any route, and nothing written where it was refused."""

import json
from dataclasses import dataclass, field
from typing import Any, Final

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text
from werkzeug.test import TestResponse

from service.api import http
from store import people, sessions, tokens
from store.accounts.roles import PERSON_ROLES
from store.claims import claims
from store.db import autocommit, metadata, transaction
from store.deliveries import events, webhooks
from store.deliveries.tables import EVENTS
from store.feeds import feeds
from store.people import Actor
from store.shelf import documents, incoming
from tests.fixtures.desk_parts import article, imported, person
from tests.running import made_once
from tests.security.hostile import (
    ADDRESSES,
    CLEANED,
    FILE_NAMES,
    LEADS_AWAY,
    REFUSED,
    TEXTS,
    TURNED,
    VALUES,
    WORST,
    Recorded,
    RecordedRequest,
    Route,
    multipart,
    query_of,
    reader,
    routes,
)

_CSRF: Final = "a token of tests"
_BY_VIEW: Final = (lambda: None).__code__  # until it is known what reads a name
# What refuses a wrong password or code, and notes the try in the audit.
_TRIES: Final = ("/password", "/account/second-factor", "/account/second-factor/remove")
# Good values, so that a request reaches the value that is hostile; a name that is not here gets "1".
_GOOD: Final[dict[str, Any]] = {
    "text": "Four boats sank.", "title": "Boats", "publisher": "Town",
        "url": "https://example.org/a", "stance": "context",
    "action": "take", "reason": "because", "name": "A name", "scopes": "read", "role": "checker", "active": "yes",
    "email": "new@example.org", "rating": "True", "summary": "So it is.", "explanation": "It is so.", "days": "1",
    "hours": "1", "published": "2026-02-01", "sort": "worth", "state": "new", "kind": "", "suggestion": "", "stage": "",
    "next": "/articles", "before": "", "after": "", "cursor": "", "q": "boats", "password": "long enough a password",
    "shelved": "document", "limit": "10", "owner": "", "article": "", "cluster": "", "repeated": "", "expires_at": None,
    "priority": "normal", "health": "", "ask": "some", "language": "en",
    "events": "article.ready", "description": "A program", "delivery_state": "",
    "until": None, "duplicate_of": "", "cites": "", "html": None, "saved": "", "page": "1", "part": "1", "claim": "",
}  # fmt: skip
_GOOD_JSON: Final = {
    "version": 1,
    "scopes": ["read"],
    "owner": None,
    "duplicate_of": None,
    "cites": [],
    "everybody": False,
    "sources": ["shelf"],
    "events": ["article.ready"],
    "owner_id": None,
    "paused": False,
    "fetch_full_text": True,
}
_TABLES: Final = sorted(set(metadata.tables) - {"figures", "entity_names"})
_FINGERPRINT: Final = "coalesce(sum(hashtextextended((to_jsonb(t) - 'last_used_at' - 'seen_at')::text, 0)), 0)"


@dataclass
class Desk:
    """A desk with a little of everything in it, and who calls it."""

    app: Flask
    url: str
    people: dict[str, Actor]
    arguments: dict[str, str]
    tokens: dict[str, str] = field(default_factory=dict)
    sessions: dict[str, str] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    marks: dict[str, tuple[Any, ...]] = field(default_factory=dict)
    prints: dict[str, str] = field(default_factory=dict)
    tried: set[object] = field(default_factory=set)  # that need not be tried again
    turn: int = 0  # of fields to which some texts are sent by turns

    def client(self, role: str | None) -> FlaskClient:
        """A browser in which somebody of this role (None: nobody) has signed in."""
        client = self.app.test_client()
        with client.session_transaction() as session:
            session["csrf"] = _CSRF
            if role:
                session["id"] = self._session(role)
        return client

    def _session(self, role: str) -> str:
        """The secret of a session of this role that is open: the last one, or where that was ended a new one."""
        with transaction(self.url) as conn:
            secret = self.sessions.get(role, "")
            if people.find_person_of_session(conn, secret) is None:
                secret = sessions.begin_session(conn, self.people[role].id or 0, "127.0.0.1", "a test")
        self.sessions[role] = secret
        return secret

    def transactions(self) -> int:
        """How many transactions have begun to write: where there is no new one, nothing was written."""
        with autocommit(self.url) as conn:
            return int(conn.execute(text("SELECT pg_snapshot_xmax(pg_current_snapshot())::text")).scalar_one())

    def written(self) -> dict[str, str]:
        """A fingerprint of all that the desk remembers, by table, but for when somebody was last seen.

        Read anew are the tables in which there is another number of rows, or one that a later transaction has written.
        """
        with transaction(self.url) as conn:
            # For so many tables PostgreSQL would start processes that read them, each time, of a few rows.
            conn.execute(text("SET LOCAL max_parallel_workers_per_gather = 0"))
            marks = {
                row[0]: tuple(row) for row in conn.execute(text(_of_each("max(xmin::text::bigint)", _TABLES)))
            }
            changed = [name for name, mark in marks.items() if self.marks.get(name) != mark]
            rows = conn.execute(text(_of_each(_FINGERPRINT, changed))).all() if changed else ()
        self.marks = marks
        self.prints = {**self.prints, **{row[0]: str(row) for row in rows}}
        return self.prints


def _of_each(figure: str, tables: list[str]) -> str:
    """A query of these tables' names, numbers of rows and this figure."""
    return " UNION ALL ".join(f"SELECT '{name}', count(*), {figure} FROM {name} t" for name in tables)


@pytest.fixture
def everything(desk: str) -> Desk:
    app = made_once.new_app()
    app.request_class = RecordedRequest
    roles = {role: person(desk, role) for role in PERSON_ROLES}
    target = person(desk, "checker", "target")
    article(desk, roles["checker"])
    imported(desk, {"@type": "ClaimReview"})
    arrival = incoming.DocumentSubmission("document", "a.txt", "Town", "Boats", declared="text/plain")
    with transaction(desk) as conn:
        document_id = incoming.add_document_file(
            conn, arrival, [b"Four boats sank."], 1000, roles["checker"]
        ).document_id
        documents.get_document(conn, document_id)
        claim_id = claims.list_claims(conn, claims.ClaimFilters())[0].id
        secrets = {
            role: tokens.create_token(conn, actor.id or 0, role, tokens.SCOPES) for role, actor in roles.items()
        }
        webhook_id, _ = webhooks.add_webhook(conn, "https://program.example/hook", EVENTS, roles["admin"])
        delivery_id = events.send_test_event(conn, webhook_id)
        feed_id = feeds.add_feed(conn, "https://news.example/feed", feeds.FeedSettings(), roles["admin"])[0]
    arguments = {
        "feed_id": feed_id,
        "webhook_id": webhook_id,
        "delivery_id": delivery_id,
        "claim_id": claim_id,
        "document_id": document_id,
        "person_id": target.id,
        "name": "shelf",
    }
    known = {name: str(value) for name, value in arguments.items()}
    return Desk(app=app, url=desk, people=roles, arguments=known, tokens=secrets)


@dataclass
class Sender:
    """Sends to one route as one person (a role, or None for nobody), by session or by token."""

    desk: Desk
    route: Route
    role: str | None
    by_token: bool = False

    def __post_init__(self) -> None:
        self.client = self.desk.client(None if self.by_token else self.role)
        # By what each is read; without a token nothing is.
        self.names = dict.fromkeys(self.route.query if self.by_token else (), _BY_VIEW)
        if self.route.method != "GET":  # of which it is not asked whether it has written
            self._look()

    def _look(self) -> None:
        self.began, self.state = self.desk.transactions(), self.desk.written()

    def send(self, value: Any = None, *, path: str | None = None, **given: Any) -> None:
        """One request, and what is wrong with its answer noted as `value`'s."""
        Recorded.asked.clear()
        headers = {"X-CSRF-Token": _CSRF}
        if self.by_token:
            headers["Authorization"] = f"Bearer {self.desk.tokens[self.role or '']}"
        address = self.route.path(self.desk.arguments) if path is None else path
        answer = self.client.open(address, method=self.route.method, headers=headers, **given)
        self.names |= {name: code for name, code in Recorded.asked.items() if name != "csrf"}
        self._judge(answer, value if path is None else path)

    def _judge(self, answer: TestResponse, value: Any) -> None:
        about = f"{self.role} {self.route.method} {self.route.rule} {value!r:.120}: {answer.status_code}"
        if answer.status_code >= 500:
            self.desk.faults.append(f"{about} {answer.get_data(as_text=True)[:200]}")
        if b"cannot be stored; nothing was changed" in answer.get_data():
            self.desk.faults.append(f"{about} came as far as the store")
        leads_to = answer.headers.get("Location", "/").partition("?")[0]  # a list goes on with what it was asked
        if leads_to[:2] in ("//", "/\\") or "evil" in leads_to:
            self.desk.faults.append(f"{about} leads to {answer.headers['Location']}")
        if self.route.method == "GET":
            return
        if answer.status_code < 400:  # it may have ended the session, or the claim may have moved on
            self.client = self.desk.client(None if self.by_token else self.role)
            self._look()
        elif (began := self.desk.transactions()) != self.began:
            self.began, before, self.state = began, self.state, self.desk.written()
            changed = {table for table, mark in self.state.items() if mark != before.get(table)}
            if changed - ({"audit"} if self.route.rule in _TRIES else set()):
                self.desk.faults.append(f"{about} was refused, and something was written: {sorted(changed)}")

    def everywhere(self, values: tuple[Any, ...]) -> None:
        """Each value in each place: path, query, form, names of files."""
        for refused, path in self.route.refused_paths(self.desk.arguments):
            if self._is_new(refused):
                self.send(path=path)
        self._begin(most=10)
        seen: set[str] = set()
        while rest := self.names.keys() - seen:  # a view may ask for more once the first is good
            for name in sorted(rest):
                for value in self._new_to_its_reader(name, values):
                    self._one({name: value})
            seen |= rest
        for name in FILE_NAMES if self._takes_files() else ():
            self.send(name, **multipart(self._good(), ("file", "files"), name))

    def _new_to_its_reader(self, name: str, values: tuple[Any, ...]) -> tuple[Any, ...]:
        """These values, but some in every third field alone; half of the worst ones, by turns, where what reads `name`
        was sent them all before. An address that leads away goes to each field that takes one.
        """
        new, address = self._is_new(reader(self.route, name, self.names)), name in ADDRESSES
        turn = self.desk.turn
        self.desk.turn += 1
        if not new:
            chosen = {*WORST[turn % 2 :: 2], *((LEADS_AWAY,) if address else ()), *REFUSED}
        else:
            chosen = set(values) - (set() if address else set(TURNED) - set(TURNED[turn % 3 :: 3]))
        if name not in CLEANED and not self._is_new((self.route, REFUSED)):
            chosen -= set(REFUSED)
        return tuple(value for value in values if value in chosen)

    def _is_new(self, tried: object) -> bool:
        """Whether this was never tried at this desk, as it now is."""
        tried = self.by_token, tried
        known = tried in self.desk.tried
        self.desk.tried.add(tried)
        return not known

    def together(self, values: tuple[Any, ...]) -> None:
        """Each value in all places at once; none where nothing is read."""
        self._begin(most=1)
        for value in values if self.names else values[: self._takes_files()]:
            self._one(dict.fromkeys(self.names, value))

    def _begin(self, most: int) -> None:
        for path in self.route.hostile_paths(self.desk.arguments, most):
            self.send(path=path)
        self.send("nothing")

    def _takes_files(self) -> bool:
        return self.route.takes_file or bool(self.names.keys() & {"file", "files"})

    def _one(self, hostile: dict[str, str]) -> None:
        given = {**self._good(), **hostile}
        if self.route.method == "GET":
            return self.send(hostile, query_string=query_of(given))
        if self.route.takes_file:
            self.send(hostile, query_string=query_of(given), data=b"x", content_type="text/plain")
        self.send(hostile, data={name: value.encode(errors="surrogatepass") for name, value in given.items()})

    def body(self, fields: dict[str, Any]) -> dict[str, Any]:
        """Fields as the route takes them."""
        if not self.route.lines:
            return {"json": fields}
        return {"data": json.dumps(fields) + "\n", "content_type": http.NDJSON, "buffered": True}

    def _good(self) -> dict[str, Any]:
        chosen = {name: _GOOD.get(name, "1") for name in self.names}
        if "version" in chosen:
            with transaction(self.desk.url) as conn:
                chosen["version"] = str(claims.get_claim(conn, int(self.desk.arguments["claim_id"])).version)
        return {name: value for name, value in chosen.items() if value}

    def _good_json(self) -> dict[str, Any]:
        chosen = {name: _GOOD_JSON.get(name, _GOOD.get(name, 1)) for name in self.route.fields}
        return {name: value for name, value in chosen.items() if value is not None}


@pytest.mark.timeout(600)
@pytest.mark.parametrize("api", [False, True], ids=["desk", "api"])
def test_nothing_that_is_sent_is_a_mistake_of_ours(everything: Desk, api: bool) -> None:
    for route in routes(everything.app):
        if route.rule.startswith("/api/") == api:
            Sender(everything, route, "admin", by_token=api).everywhere(TEXTS)
    assert everything.faults == []


@pytest.mark.timeout(600)
def test_nothing_that_is_sent_as_json_is_a_mistake_of_ours(everything: Desk) -> None:
    for route in routes(everything.app):
        if route.fields:
            sender = Sender(everything, route, "admin", by_token=True)
            for name in route.fields:
                for value in VALUES:
                    kind = route.refuses(name, value)
                    if kind is None or sender._is_new((kind, repr(value))):
                        sender.send((name, value), **sender.body({**sender._good_json(), name: value}))
    assert everything.faults == []


@pytest.mark.timeout(600)
@pytest.mark.parametrize(("role", "first"), [(None, 0), ("checker", 1), ("reviewer", 2)])
def test_nor_as_anybody_else(everything: Desk, role: str | None, first: int) -> None:
    """Each role sends one of the worst values to a route, by turns, and each role another one."""
    for number, route in enumerate(routes(everything.app), first):
        Sender(everything, route, role).together((WORST[number % len(WORST)],))
    assert everything.faults == []

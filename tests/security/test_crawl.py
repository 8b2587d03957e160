"""Every page that a person can reach by links, on a desk whose texts are hostile: no markup of others, no dead end."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any, Final
from urllib.parse import parse_qs, urljoin, urlsplit

import pytest
from flask.testing import FlaskClient
from lxml import etree
from lxml.html import document_fromstring

from service.app import create_app
from store import people, tokens
from store.db import transaction
from tests.api.caller import Caller
from tests.conftest import settings_of_desk
from tests.fixtures.desk_parts import PASSWORD, article, imported, sign_in
from tests.fixtures.full_desk import fill_desk
from tests.running.databases import Databases
from tests.security.test_rights import ADMIN

_MARKUP: Final = "<img src=x onerror=alert(1)><script>alert(2)</script>\"' onfocus='alert(3)"
_REASON: Final = '[link](javascript:alert(4)) ![x](x"onerror=alert(5)) <b onclick=alert(6)>b</b>'
_MOST_PAGES: Final = 400
_MOST_ALIKE: Final = (
    3  # pages of a kind that are opened by those who see what an admin sees, and may do less with it
)
_DATA: Final = ("application/ld+json", "application/json")
_CURRENT_QUERY: Final = re.compile(r"[?&](?:after|before|cursor|page|q|sort)=")  # the same list once more


class _Page:
    """The links of a page, and what in it would run a script."""

    def __init__(self, text: str) -> None:
        self.links: list[str] = []
        self.dangers: list[str] = []
        for element in document_fromstring(text).iter(etree.Element):
            self._look(str(element.tag), {str(name): str(value) for name, value in element.attrib.items()})

    def _look(self, tag: str, given: dict[str, str]) -> None:
        self.dangers += [f"<{tag} {name}>" for name in given if name.startswith("on") or name == "style"]
        for name in ("href", "src", "action", "formaction"):
            if given.get(name, "").strip().lower().startswith(("javascript:", "data:text", "vbscript:")):
                self.dangers.append(f"<{tag} {name}={given[name]}>")
        if tag == "script" and not given.get("src", "").startswith("/static/") and given.get("type") not in _DATA:
            self.dangers.append(f"<script {given}>")
        if tag == "img" and given.get("src") == "x":
            self.dangers.append("<img src=x>")
        if tag == "a" and "href" in given:
            self.links.append(given["href"])


@pytest.fixture(scope="module")
def hostile_desk(databases: Databases, broker: str) -> Iterator[str]:
    """A desk with something of everything in it, and markup wherever people and programs can write; those who follow
    its links change nothing.
    """
    url = databases.take()
    with pytest.MonkeyPatch.context() as patch, settings_of_desk(url, broker, patch):
        _fill(url)
        yield url
    databases.give_back(url)


def _fill(desk: str) -> None:
    fill_desk(desk)
    with transaction(desk) as conn:
        admin = people.add_person(conn, "mark@example.org", f"Mark {_MARKUP}"[:90], "admin", PASSWORD)
        for role in ("checker", "reviewer", "admin"):
            people.add_person(conn, f"crawling-{role}@example.org", f"crawling {role}", role, PASSWORD)
        secret = tokens.create_token(conn, admin, _MARKUP, tokens.SCOPES)
    actor = people.Actor(admin, "admin")
    article(
        desk, actor, f"The town {_MARKUP} of Alder has 4,017 inhabitants, said <i onclick=x>Jo</i>.", title=_MARKUP
    )
    review = {"author": {"name": _MARKUP}, "reviewRating": {"alternateName": _MARKUP}, "claimReviewed": _MARKUP}
    imported(
        desk, {"@type": "ClaimReview", "url": "https://checks.example/m", "datePublished": "2026-02-01", **review}
    )
    caller = Caller(create_app().test_client(), {"Authorization": f"Bearer {secret}"}, actor)
    for claim in caller.get("/claims?limit=3&state=triage&state=new")["items"]:
        _write_on(caller, claim["id"])
    caller.post("/views", 201, name=_MARKUP[:60], query="q=" + _MARKUP)
    caller.post("/automation-rules", 201, name=_MARKUP[:60], filters={"q": _MARKUP}, raised=True)
    caller.post("/webhooks", 201, url="https://program.example/m", description=_MARKUP, events=["article.ready"])
    caller.post("/shelf/documents", 202, title=_MARKUP, publisher=_MARKUP, text=_MARKUP)


def _write_on(caller: Caller, claim_id: int) -> None:
    path = f"/claims/{claim_id}"
    caller.post(f"{path}/notes", 201, text=f"{_MARKUP} {_REASON}")
    caller.post(f"{path}/reply-requests", 201, asked_of=_MARKUP, deadline="2090-01-01", question=_MARKUP)
    caller.post(
        f"{path}/evidence",
        201,
        text=_MARKUP,
        publisher=_MARKUP,
        stance="supports",
        reason=_MARKUP,
        locator=_MARKUP,
    )
    version = caller.get(path)["version"]  # a claim that it was judged with may have been corrected before
    body: dict[str, Any] = {"version": version, "statement": _MARKUP, "claimant": _MARKUP, "reason": _MARKUP}
    assert caller.call("PATCH", path, body).status_code == 200


@pytest.mark.parametrize(
    "markup",
    [
        "<img src=x onerror=alert(1)>",
        "<script>alert(2)</script>",
        "<a href=' JavaScript:alert(4)'>x</a>",
        "<b style=x>",
    ],
)
def test_what_would_run_is_seen(markup: str) -> None:
    assert _Page(f"<p>{markup}</p>").dangers
    assert not _Page("<p>&lt;script&gt;</p><script src='/static/a.js'></script><a href='/claims/1'>x</a>").dangers


@pytest.mark.timeout(300)
@pytest.mark.parametrize("role", ["checker", "reviewer", "admin", None])
def test_pages_run_nothing_that_others_wrote_and_lead_nowhere_that_is_refused(
    hostile_desk: str, role: str | None
) -> None:
    client = create_app().test_client()
    if role:
        sign_in(client, f"crawling-{role}")
    wrong, pages, endpoints, hostile = _crawl(client, role, _MOST_PAGES if role == "admin" else _MOST_ALIKE)
    assert wrong == []
    assert hostile > 10 or role is None  # what was written is shown, as text
    assert pages > (40 if role else 3)
    assert bool(endpoints & ADMIN) == (role == "admin")


def _crawl(client: FlaskClient, role: str | None, most_alike: int) -> tuple[list[str], int, set[str], int]:
    """What is wrong with the pages that links lead to; how many there are, their endpoints, how many show markup.

    Args:
        most_alike: how many pages are opened of one endpoint with the same parameters.
    """
    start = "/" if role else "/fact-checks"
    waiting, known, wrong, endpoints = [start], {start}, [], set()
    urls, pages, hostile, alike = client.application.url_map.bind("localhost"), 0, 0, Counter[object]()
    while waiting and pages < _MOST_PAGES:
        path = waiting.pop(0)
        endpoint = urls.match(urlsplit(path).path, "GET")[0]
        kind = endpoint, tuple(parse_qs(urlsplit(path).query, keep_blank_values=True))
        alike[kind] += 1
        if alike[kind] > most_alike:
            continue
        answer = client.get(path, buffered=True)  # a file that nobody reads would stay open
        pages += 1
        endpoints.add(endpoint)
        if answer.status_code >= 400:
            wrong.append(f"{path}: {answer.status_code}")
        if answer.mimetype != "text/html":  # a file to keep, a feed
            continue
        text = answer.get_data(as_text=True)
        if "unsafe-inline" in answer.headers.get("Content-Security-Policy", "unsafe-inline"):
            wrong.append(f"{path}: its policy lets scripts in")
        page, hostile = _Page(text), hostile + ("&lt;img src=x" in text)
        wrong += [f"{path}: {danger}" for danger in page.dangers]
        for link in (urlsplit(urljoin(path, link)) for link in page.links):
            there = link.path + (f"?{link.query}" if link.query else "")
            if not link.netloc and link.path and there not in known and not _CURRENT_QUERY.search(there):
                known.add(there)
                waiting.append(there)
    return wrong, pages, endpoints, hostile

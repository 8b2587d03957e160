"""Public pages: what they show to colleagues alone, who counts as one, and what a cache may keep of them."""

import io
import re
import zipfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask.testing import FlaskClient

import service.public
from service.app import create_app
from store import tokens
from store.db import transaction
from store.newsroom import profile
from tests.fixtures.cluster_parts import POLAND, Desk
from tests.fixtures.desk_parts import person, sign_in
from tests.service.public.test_public import PNG


@pytest.fixture
def at(desk: str) -> Desk:
    return Desk(desk, person(desk, "checker"), person(desk, "reviewer"))


@pytest.fixture
def stranger(desk: str) -> FlaskClient:
    return create_app().test_client()


def _with_token(at: Desk, *scopes: str) -> dict[str, str]:
    with transaction(at.url) as conn:
        secret = tokens.create_token(conn, at.checker.id or 0, "a program", scopes)
    return {"Authorization": f"Bearer {secret}"}


def test_a_token_that_may_not_read_is_a_stranger_on_public_pages(at: Desk, stranger: FlaskClient) -> None:
    """One that only sends articles got whole captured texts, and fact-checks before their embargo ended."""
    hidden, shown = at.comes(POLAND), at.comes("The dam at Alder was inspected in March 2026.")
    at.publish(shown, "True")
    at.drafted(hidden, "False")
    at.step(hidden, "approve", at.reviewer)
    later = datetime.now(UTC) + timedelta(days=2)
    at.step(hidden, "publish", at.reviewer, embargo_until=later, claimant_kind="organization")
    early = f"/fact-checks/poland-has-more-than-38-million-inhabitants-{hidden}"
    pack = str(stranger.get("/fact-checks.json").get_json(force=True)["items"][0]["url"]) + "/evidence.zip"
    found = {}
    for scope in tokens.SCOPES:
        header = _with_token(at, scope)
        paths = (early, f"{early}/embed", f"{early}/evidence.zip", f"{early}/report")
        seen = [stranger.get(path, headers=header).status_code for path in paths]
        names = zipfile.ZipFile(io.BytesIO(stranger.get(pack, headers=header).data)).namelist()
        found[scope] = (seen, any(name.endswith("-captured.txt") for name in names))
    assert found.pop("read") == ([200] * 4, True)
    assert len(found) >= 3
    assert all(each == ([404] * 4, False) for each in found.values()), found


def test_public_pages_ask_who_is_a_colleague_in_one_way() -> None:
    modules = [path for folder in service.public.__path__ for path in Path(folder).rglob("*.py")]
    assert len(modules) > 10
    asking = re.compile(r"\bg\.(?:person|by_token|scopes)\b|\bauth\.person\b|import .*\bg\b")
    assert [path.name for path in modules if asking.search(path.read_text())] == []


def test_what_any_cache_may_keep_sets_no_cookie(at: Desk, stranger: FlaskClient) -> None:
    """A cache that hands such an answer to others would hand them a colleague's session with it."""
    with transaction(at.url) as conn:
        profile.change_logo(conn, at.reviewer, PNG)
        logo = f"/logo/{(profile.get_newsroom(conn).logo_sha256 or b'').hex()[:16]}"
    at.publish(at.comes(POLAND), "False")
    sign_in(stranger, "checker")
    assert "Set-Cookie" in stranger.get("/articles").headers  # the session is renewed by each other page
    month = f"{datetime.now(UTC):%Y-%m}"
    feeds = ("/fact-checks.rss", "/fact-checks.atom", "/fact-checks.json")
    paths = (*feeds, "/sitemap.xml", f"/sitemaps/{month}.xml", "/robots.txt", logo)
    answers = {path: stranger.get(path) for path in paths}
    wrong = {path: dict(each.headers) for path, each in answers.items()
             if not each.cache_control.public or "Set-Cookie" in each.headers}  # fmt: skip
    assert wrong == {}

"""What readers see and download names no host inside the newsroom's network; people of the desk see it all."""

import io
import zipfile
from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient
from sqlalchemy import text

from checks.types.passage import Passage
from checks.types.stance import Finding
from service.app import create_app
from service.public.inside_hosts import address_for_readers, without_inside
from settings import settings
from store.claims import claims, transitions
from store.db import transaction
from store.lookups import evidence
from store.verdicts.media_reviews import MediaReview
from store.verdicts.verdicts import VerdictContent
from tests.fixtures.cluster_parts import POLAND, Desk
from tests.fixtures.desk_parts import sign_in

_INSIDE = ("wire.example.com", "10.1.2.3", "intranet.lan", "192.168.7.8", "cms:8080", "archive.local")


@pytest.fixture(autouse=True)
def _named(desk: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("FACTDESK_INSIDE_HOSTS", "wire.example.com:8080,10.1.0.0/16:80,cms:8080")
    settings.cache_clear()
    yield
    settings.cache_clear()


@pytest.mark.parametrize(
    ("address", "reported"),
    [
        ("http://wire.example.com:8080/a", False), ("https://wire.example.com/a", False), ("http://10.1.2.3/", False),
        ("http://192.168.7.8/", False), ("http://kiosk/page", False), ("http://cms:8080/", False),
        ("https://x.intranet.lan/", False), ("http://[::1]/", False), ("http://WIRE.example.com./", False),
        ("http://[nonsense/", False), ("https://example.com/wire.example.com", True), ("https://1.1.1.1/", True),
        ("https://notwire.example.com/", True), ("https://wire.example.com.org/", True),
    ],
)  # fmt: skip
def test_an_address_inside_is_not_shown(address: str, reported: bool) -> None:
    assert address_for_readers(address) == (address if reported else None)


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("http://10.1.2.3/x did not answer", "[…] did not answer"),
        ("wire.example.com:8080 refused it", "[…] refused it"),
        ("p. 3.4 of cms:8080, row 2", "p. 3.4 of […], row 2"),
        ("36.5 million, e.g. of example.org at 12:30", "36.5 million, e.g. of example.org at 12:30"),
        ("", ""),
    ],
)  # fmt: skip
def test_a_text_names_no_host_inside(said: str, shown: str) -> None:
    assert without_inside(said) == shown


def test_readers_are_shown_no_host_inside(at: Desk) -> None:
    """The public evidence pack named the server of a wire, and the page linked to it."""
    claim_id = at.comes(POLAND)
    at.step(claim_id, "take")
    passage = Passage(
        "The office counted 36.5 million people.",
        "cms:8080, p. 1",
        "wire.example.com",
        url="http://archive.local/a",
    )
    media = MediaReview(
        media_type="image", categories=("DecontextualizedContent",), media_url="http://10.1.2.3/a.png",
        original_url="http://192.168.7.8/b.png", original_context="Seen.",
    )  # fmt: skip
    with transaction(at.url) as conn:
        conn.execute(text("UPDATE articles SET url = 'http://intranet.lan/1', site = 'intranet.lan'"))
        conn.execute(text("UPDATE lookups SET reason = 'http://10.1.2.3:9200 did not answer'"))
        cited = evidence.add_evidence(conn, claim_id, Finding("refutes", "r", 0.9, passage), at.checker)
        content = VerdictContent("False", "No.", "Counted.", [cited], media=media)
        transitions.write_verdict(conn, claim_id, content, at.checker, claims.get_claim(conn, claim_id).version)
    at.step(claim_id, "submit")
    for action in ("approve", "publish"):
        at.step(claim_id, action, at.reviewer)
    app = create_app()
    reader, colleague = app.test_client(), app.test_client()
    sign_in(colleague, "checker")
    page = f"/fact-checks/poland-has-more-than-38-million-inhabitants-{claim_id}"
    shown = reader.get(page).get_data(as_text=True) + _packed(reader, f"{page}/evidence.zip")
    inside = _packed(colleague, f"{page}/evidence.zip")
    assert "36.5 million people" in shown
    assert [host for host in _INSIDE if host in shown] == []
    assert {"wire.example.com", "10.1.2.3", "cms:8080", "archive.local"} <= {h for h in _INSIDE if h in inside}


def _packed(browser: FlaskClient, path: str) -> str:
    with zipfile.ZipFile(io.BytesIO(browser.get(path).data)) as pack:
        return "\n".join(pack.read(name).decode() for name in pack.namelist())

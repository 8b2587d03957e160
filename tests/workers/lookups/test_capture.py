"""Evidence of a person's own: fetched over real HTTP or read from a real file, found and frozen with its hash."""

import hashlib
import time
from collections.abc import Iterator

import pytest
from sqlalchemy import text

from store import audit, queue
from store.db import transaction
from store.lookups import evidence, evidence_requests
from store.lookups.evidence import EvidenceRecord
from store.lookups.evidence_requests import EvidenceFile, EvidenceRequest, WantedPassage
from store.people import MACHINE, Refused
from tests.fixtures.cluster_parts import POLAND, Desk
from tests.fixtures.desk_parts import person, work_through
from tests.fixtures.files import docx, pdf
from tests.fixtures.outside import Outside, Reply
from tests.workers.feeds.page_parts import HTML, forget, page_site
from workers.evidence import capture
from workers.evidence.quotes import find_quote

COUNTED = "Poland has 36 million inhabitants, the office's count says."
_TEXT = f"The office published its yearbook on Friday. {COUNTED} Most of them live in towns — “as before”."
_PAGE = (
    "<html><head><title>Yearbook - Office</title><meta name=author content='Jane Roe'>"
    "<meta property=article:published_time content=2026-11-27T09:00:00Z></head>"
    f"<body><h1>Yearbook</h1><p>{_TEXT}</p></body></html>"
)


@pytest.fixture
def at(desk: str) -> Desk:
    return Desk(desk, person(desk, "checker"), person(desk, "reviewer"))


@pytest.fixture
def site(desk: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Outside]:
    with page_site(_PAGE, monkeypatch) as there:
        yield there


def _fetched(at: Desk, claim_id: int, url: str, **wanted: str) -> EvidenceRequest:
    with transaction(at.url) as conn:
        return evidence_requests.request_by_address(conn, claim_id, url, WantedPassage(**wanted), at.checker)


def _sent(at: Desk, claim_id: int, content: bytes, name: str, **wanted: str) -> EvidenceRequest:
    file = EvidenceFile(name, "application/octet-stream", [content])
    with transaction(at.url) as conn:
        return evidence_requests.request_by_file(
            conn, claim_id, file, 1_000_000, WantedPassage(**wanted), at.checker
        )


def _added(at: Desk, claim_id: int) -> list[EvidenceRecord]:
    with transaction(at.url) as conn:
        return [row for row in evidence.list_evidence(conn, claim_id) if row.added_by is not None]


def _left(at: Desk, claim_id: int) -> list[tuple[str, str | None]]:
    with transaction(at.url) as conn:
        return [(row.state, row.failure) for row in evidence_requests.list_evidence_requests(conn, claim_id)]


def test_a_page_is_fetched_and_the_quote_frozen_with_all_that_it_stands_in(at: Desk, site: Outside) -> None:
    claim_id = at.comes(POLAND)
    made = _fetched(
        at,
        claim_id,
        f"{site.url}/yearbook",
        quote="Poland has  36 million\ninhabitants, the office’s count",
    )
    assert (made.state, made.place) == ("waiting", f"{site.url}/yearbook")
    work_through(at.url)
    [row] = _added(at, claim_id)
    assert row.text == "Poland has 36 million inhabitants, the office's count"
    assert (row.locator, row.author, str(row.published)) == ("Yearbook", "Jane Roe", "2026-11-27")
    assert (row.url, row.added_by, row.stance) == (f"{site.url}/yearbook", at.checker.id, "refutes")
    with transaction(at.url) as conn:
        whole = evidence.get_captured_evidence(conn, claim_id, row.id)
        entries = [(e.event, e.actor_id) for e in audit.list_audit_entries(conn, "claim", claim_id)]
    assert whole.captured[row.start : row.end] == row.text
    assert "Most of them live in towns" in whole.captured
    assert row.sha256 == hashlib.sha256(whole.captured.encode()).digest()
    assert entries[:2] == [("evidence added", at.checker.id), ("evidence requested", at.checker.id)]
    assert _left(at, claim_id) == []
    assert at.due(evidence_requests.KIND) == []


def test_without_a_quote_the_passage_that_bears_on_the_claim_is_taken_and_a_person_s_stance_counts(
    at: Desk, site: Outside
) -> None:
    claim_id = at.comes(POLAND)
    _fetched(
        at, claim_id, f"{site.url}/yearbook", stance="context", reason="the official count", publisher="The office"
    )
    work_through(at.url)
    [row] = _added(at, claim_id)
    assert COUNTED in row.text
    assert (row.stance, row.reason, row.publisher) == ("context", "the official count", "The office")


@pytest.mark.parametrize(
    ("name", "content"),
    [("report.txt", _TEXT.encode()), ("report.pdf", pdf(COUNTED)), ("report.docx", docx(COUNTED))],
)
def test_a_file_is_read_and_the_quote_frozen_and_the_file_kept_no_longer(
    at: Desk, name: str, content: bytes
) -> None:
    claim_id = at.comes(POLAND)
    _sent(at, claim_id, content, name, quote="36 million inhabitants", publisher="The office")
    work_through(at.url)
    [row] = _added(at, claim_id)
    assert (row.text, row.publisher, row.url) == ("36 million inhabitants", "The office", None)
    with transaction(at.url) as conn:
        assert conn.execute(text("SELECT count(*) FROM evidence_requests")).scalar_one() == 0


@pytest.mark.parametrize(
    ("reply", "wanted", "says"),
    [
        (Reply(b"", 404), {}, "no page at this address"),
        (Reply(_PAGE.encode(), headers=HTML), {"quote": "37 million inhabitants"}, "do not stand in its text"),
        (Reply(b"<html><body><p>Nothing of that kind is told on this page of ours.</p>", headers=HTML), {},
         "no passage of it"),
        (Reply(b"\x89PNG\r\n\x1a\n\x00", headers={"Content-Type": "image/png"}), {}, "not read"),
    ],
)  # fmt: skip
def test_what_cannot_be_had_says_why_and_can_be_tried_again_or_dropped(
    at: Desk, site: Outside, reply: Reply, wanted: dict[str, str], says: str
) -> None:
    site.reply = lambda _: reply
    claim_id = at.comes(POLAND)
    made = _fetched(at, claim_id, f"{site.url}/x", **wanted)
    work_through(at.url)
    [(state, failure)] = _left(at, claim_id)
    assert state == "failed"
    assert says in (failure or "")
    assert _added(at, claim_id) == []
    site.reply = lambda _: Reply(_PAGE.replace("36", "37").encode(), headers=HTML)
    with transaction(at.url) as conn:
        assert evidence_requests.retry_evidence_request(conn, claim_id, made.id)
    work_through(at.url)
    assert len(_added(at, claim_id)) == 1


def test_what_is_dropped_is_not_added(at: Desk, site: Outside) -> None:
    claim_id = at.comes(POLAND)
    made = _fetched(at, claim_id, f"{site.url}/x")
    with transaction(at.url) as conn:
        evidence_requests.drop_evidence_request(conn, claim_id, made.id, at.reviewer)
    capture.run(made.id)
    assert _added(at, claim_id) == []
    assert site.asked == []


def test_addresses_inside_the_own_network_are_refused(at: Desk) -> None:
    forget()
    claim_id = at.comes(POLAND)
    _fetched(at, claim_id, "http://127.0.0.1:9/secret")
    work_through(at.url)
    assert [state for state, _ in _left(at, claim_id)] == ["failed"]


def test_a_site_that_is_away_is_tried_again(at: Desk, site: Outside) -> None:
    site.reply = lambda n: Reply(b"", 503) if n == 1 else Reply(_PAGE.encode(), headers=HTML)
    claim_id = at.comes(POLAND)
    made = _fetched(at, claim_id, f"{site.url}/x")
    work_through(at.url)
    assert [state for state, _ in _left(at, claim_id)] == ["trying again"]
    with transaction(at.url) as conn:
        conn.execute(text("UPDATE work SET due_at = now()"))
        job = queue.find_job(conn, evidence_requests.KIND, made.id)
    assert job
    assert job.attempts == 1
    work_through(at.url)
    assert len(_added(at, claim_id)) == 1


def test_what_can_be_asked_for(at: Desk) -> None:
    claim_id = at.comes(POLAND)
    for url in ("", "javascript:alert(1)", "ftp://example.org/"):
        with pytest.raises(Refused):
            _fetched(at, claim_id, url)
    with pytest.raises(Refused, match="stance"):
        _fetched(at, claim_id, "https://example.org/", stance="perhaps")
    with pytest.raises(Refused, match="empty"):
        _sent(at, claim_id, b"", "x.txt")
    with pytest.raises(Refused, match="more than"):
        _sent(at, claim_id, b"x" * 1_000_001, "x.txt")
    with pytest.raises(Refused, match="only a person"), transaction(at.url) as conn:
        evidence_requests.request_by_address(conn, claim_id, "https://example.org/", WantedPassage(), MACHINE)


@pytest.mark.parametrize(
    ("quote", "found"),
    [
        ('towns - "as before"', "towns — “as before”"),
        ("the  office's\ncount", "the office's count"),
        ("The office’s", None),
        ("(x)", None),
        ("", None),
        ("inhabitants, the", "inhabitants, the"),
        ("Friday", "Friday"),
        ("Frid", None),  # words and numbers are whole
        ("iday. ", None),
    ],
)
def test_where_a_quote_stands(quote: str, found: str | None) -> None:
    place = find_quote(_TEXT, quote)
    assert (place and _TEXT[place[0] : place[1]]) == found


@pytest.mark.parametrize(
    ("text", "quote", "found"),
    [
        ("In all 112 people died.", "12 people died", None),
        ("It is 112. In all 12 people died.", "12 people died", (18, 32)),
        ("It rose by 1.5 percent.", "5 percent", None),
        ("It rose to 5.5 million.", "rose to 5", None),
        ("It rose to 5. Then it fell.", "rose to 5", (3, 12)),
        ("He said “no”.", "“no”", (8, 12)),
    ],
)
def test_a_quote_begins_and_ends_with_whole_words_and_numbers(
    text: str, quote: str, found: tuple[int, int] | None
) -> None:
    assert find_quote(text, quote) == found


def test_a_quote_of_one_word_again_and_again_takes_no_longer_than_its_text() -> None:
    text = "a " * 500_000
    began = time.process_time()
    assert find_quote(text, "a " * 10_000 + "b") is None
    assert find_quote(text, "a " * 10_000) == (0, 19_999)
    assert time.process_time() - began < 5

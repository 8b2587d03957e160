"""What readers see: the page and the list, feeds, embargo, embedding, error reports and the evidence pack."""

import hashlib
import io
import json
import zipfile
from datetime import UTC, datetime, timedelta
from html import unescape
from xml.etree import ElementTree as etree

import feedparser
import pytest
from flask.testing import FlaskClient
from sqlalchemy import text

from checks.types.document import Figure
from checks.types.passage import Passage
from checks.types.stance import Finding
from service.app import create_app
from store.claims import claims, transitions
from store.db import transaction
from store.lookups import evidence
from store.newsroom import error_reports, profile, rating_scale
from store.newsroom.rating_scale import RatingLabel
from store.people import Refused
from store.shelf import figures
from store.verdicts.verdicts import VerdictContent
from tests.fixtures.cluster_parts import AGAIN, POLAND, Desk
from tests.fixtures.desk_parts import compact, token

PNG = b"\x89PNG\r\n\x1a\n" + bytes(60)


@pytest.fixture
def reader(desk: str) -> FlaskClient:
    """Somebody who is not signed in."""
    return create_app().test_client()


def _shown(client: FlaskClient, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status
    return compact(unescape(answer.get_data(as_text=True)))


def _address(reader: FlaskClient) -> str:
    """The path of the newest fact-check."""
    items = json.loads(reader.get("/fact-checks.json").data)["items"]
    return "/" + str(items[0]["url"]).split("/", 3)[3]


def test_rating_claim_and_dates_are_distinguished(at: Desk, reader: FlaskClient) -> None:
    with transaction(at.url) as conn:
        profile.change_newsroom(conn, at.reviewer, name="Example Checks", contact="desk@example.org", method="",
                                corrections_policy="")  # fmt: skip
        profile.change_logo(conn, at.reviewer, PNG)
    first, second = at.comes(POLAND), at.comes(AGAIN[0])
    at.publish(first, "False")
    page = _shown(reader, _address(reader))
    assert "<title>False: “Poland has more than 38 million inhabitants” · Example Checks</title>" in page
    assert '<meta name="description" content="False. So it is.">' in page
    assert f'<link rel="canonical" href="http://127.0.0.1:8000{_address(reader)}">' in page
    assert '<meta property="og:title" content="False: “Poland has more than 38 million inhabitants”">' in page
    today = datetime.now(UTC)
    assert "<dt>Checked</dt><dd><time" in page
    assert f"{today.day} {today:%B %Y}" in page
    assert "<dt>Seen in</dt><dd>2 articles</dd>" in page
    assert 'href="mailto:desk@example.org"' in page
    logo = page.split('<img src="')[1].split('"')[0]
    answer = reader.get(logo)
    assert (answer.data, answer.content_type) == (PNG, "image/png")
    assert "immutable" in answer.headers["Cache-Control"]
    assert second


def test_a_correction_shows_all_that_it_said_before(at: Desk, reader: FlaskClient) -> None:
    claim_id = at.comes(POLAND)
    at.publish(claim_id, "False")
    at.step(claim_id, "correct", reason="It was counted anew")
    at.publish(claim_id, "Mostly false")
    page = _shown(reader, _address(reader))
    assert "It was counted anew" in page
    before = page.split("What it said before</summary>")[1]
    assert before.startswith('<p><strong>False.</strong> So it is.</p><div class="before"><p>Counted.</p>')


def test_the_list_is_narrowed_by_words_rating_speaker_and_day(at: Desk, reader: FlaskClient) -> None:
    for said, rating in ((POLAND, "False"), ("The dam at Alder was inspected in March 2026.", "True")):
        at.publish(at.comes(said), rating)
    assert "Poland" in _shown(reader, "/fact-checks?q=Poland")
    assert "dam" not in _shown(reader, "/fact-checks?q=Poland")
    with transaction(at.url) as conn:
        conn.execute(text("UPDATE fact_checks SET claimant = 'José Meyer' WHERE statement LIKE '%dam%'"))
    for name in ("Jose", "meyer", "Mey", "josé mey"):
        page = _shown(reader, f"/fact-checks?q={name}")
        assert ("dam at Alder" in page, POLAND in page) == (True, False), name
    assert "No fact-check fits this" in _shown(reader, "/fact-checks?q=eyer")
    assert "The dam" not in _shown(reader, "/fact-checks?rating=False")
    tomorrow = (datetime.now(UTC) + timedelta(days=1)).date()
    assert "No fact-check fits this" in _shown(reader, f"/fact-checks?from={tomorrow}")
    assert "The dam" in _shown(reader, f"/fact-checks?to={tomorrow}&rating=True")
    assert "No fact-check fits this" in _shown(reader, "/fact-checks?said_by=the+mayor")
    assert reader.get("/fact-checks?from=soon").status_code == 422
    assert "rating: False" in _shown(reader, "/fact-checks?rating=False")  # with a way out of it


def test_before_its_embargo_ends_only_the_desk_sees_it(at: Desk, client: FlaskClient, reader: FlaskClient) -> None:
    claim_id = at.comes(POLAND)
    at.drafted(claim_id, "False")
    at.step(claim_id, "approve", at.reviewer)
    later = datetime.now(UTC) + timedelta(days=2)
    at.step(claim_id, "publish", at.reviewer, embargo_until=later, claimant_kind="organization")
    page = f"/fact-checks/poland-has-more-than-38-million-inhabitants-{claim_id}"
    for path in (page, f"{page}/embed", f"{page}/evidence.zip", f"{page}/report"):
        assert reader.get(path).status_code == 404
        assert client.get(path).status_code == 200
    assert "Under embargo" in _shown(client, page)
    assert "under embargo until" in _shown(client, f"/claims/{claim_id}")
    assert "under embargo until" in _shown(client, f"/review?decided={claim_id}")
    assert "ClaimReview" not in _shown(client, page)
    assert "Nothing is published yet" in _shown(reader, "/fact-checks")
    assert json.loads(reader.get("/fact-checks.json").data)["items"] == []
    assert f"{later:%Y-%m}" not in reader.get("/sitemap.xml").get_data(as_text=True)


def _embargo_ends(at: Desk) -> None:
    """Let an hour pass of which the embargo took half."""
    earlier = "UPDATE fact_checks SET {0}"
    moments = ("embargo_until", "withdrawn_at", "corrected_at", "published_at")
    with transaction(at.url) as conn:
        conn.execute(text(earlier.format(", ".join(f"{name} = {name} - interval '1 hour'" for name in moments))))
        conn.execute(text("UPDATE corrections SET at = at - interval '1 hour'"))


def _under_embargo(at: Desk, rating: str = "False") -> int:
    claim_id = at.comes(POLAND)
    at.drafted(claim_id, rating)
    at.step(claim_id, "approve", at.reviewer)
    at.step(claim_id, "publish", at.reviewer, embargo_until=datetime.now(UTC) + timedelta(minutes=30))
    return claim_id


def test_what_was_withdrawn_under_embargo_never_becomes_public(
    at: Desk, client: FlaskClient, reader: FlaskClient
) -> None:
    claim_id = _under_embargo(at)
    at.step(claim_id, "withdraw", at.reviewer, reason="It named the wrong man")
    page = f"/fact-checks/poland-has-more-than-38-million-inhabitants-{claim_id}"
    for _ in range(2):
        for path in (page, f"{page}/embed", f"{page}/evidence.zip", f"{page}/report"):
            assert reader.get(path).status_code == 404
        assert "It named the wrong man" in _shown(client, page, 410)
        assert "under embargo" not in _shown(client, f"/claims/{claim_id}")
        _embargo_ends(at)


def test_what_was_corrected_under_embargo_is_no_correction_for_readers(at: Desk, reader: FlaskClient) -> None:
    claim_id = _under_embargo(at)
    at.step(claim_id, "correct", reason="It named the wrong man")
    at.publish(claim_id, "Mostly false")
    _embargo_ends(at)
    page = _shown(reader, _address(reader))
    assert "Mostly false" in page
    for word in ("It named the wrong man", "What it said before", 'id="corrections"', "<dt>Corrected"):
        assert word not in page
    at.step(claim_id, "correct", reason="It was counted anew")
    at.publish(claim_id, "False")
    page = _shown(reader, _address(reader))
    assert ("It was counted anew" in page, "It named the wrong man" in page) == (True, False)


def test_feeds_are_read_by_a_program_that_did_not_write_them(at: Desk, reader: FlaskClient) -> None:
    claim_id = at.comes(POLAND)
    at.publish(claim_id, "False")
    for kind, version in (("rss", "rss20"), ("atom", "atom10")):
        answer = reader.get(f"/fact-checks.{kind}")
        read = feedparser.parse(answer.data)
        assert (read.bozo, read.version, len(read.entries)) == (False, version, 1)
        assert read.entries[0].title == "False: “Poland has more than 38 million inhabitants”"
        assert read.entries[0].link == f"http://127.0.0.1:8000{_address(reader)}"
        assert read.entries[0].published_parsed.tm_year == datetime.now(UTC).year
    feed = json.loads(reader.get("/fact-checks.json").data)
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["items"][0]["tags"] == ["False"]
    assert 'title="Fact-checks of Factdesk newsroom (Atom)"' in _shown(reader, "/fact-checks")
    namespace = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}
    [month] = etree.fromstring(reader.get("/sitemap.xml").data).findall("s:sitemap/s:loc", namespace)
    pages = etree.fromstring(reader.get("/" + str(month.text).split("/", 3)[3]).data)
    assert [loc.text for loc in pages.findall("s:url/s:loc", namespace)] == [
        f"http://127.0.0.1:8000{_address(reader)}"
    ]
    assert "Sitemap: http://127.0.0.1:8000/sitemap.xml" in reader.get("/robots.txt").get_data(as_text=True)
    assert reader.get("/sitemaps/nonsense.xml").status_code == 404


def test_others_may_show_the_card_and_nothing_else_in_a_frame(at: Desk, reader: FlaskClient) -> None:
    at.publish(at.comes(POLAND), "False")
    page = _address(reader)
    card = reader.get(f"{page}/embed")
    assert "frame-ancestors *" in card.headers["Content-Security-Policy"]
    assert "So it is." in card.get_data(as_text=True)
    assert "frame-ancestors 'none'" in reader.get(page).headers["Content-Security-Policy"]


def test_a_reader_reports_an_error_by_the_instructions(at: Desk, reader: FlaskClient) -> None:
    at.publish(at.comes(POLAND), "False")
    form = f"{_address(reader)}/report"
    csrf = token(reader.get(form).get_data(as_text=True))
    assert reader.post(form, data={"report": "It is wrong"}).status_code == 403
    empty = reader.post(form, data={"csrf": csrf, "report": " "})
    assert empty.status_code == 422
    assert "please say what is wrong" in empty.get_data(as_text=True)
    sent = reader.post(form, data={"csrf": csrf, "report": "It is wrong", "sender": "me@example.org"})
    assert "Thank you" in sent.get_data(as_text=True)
    with transaction(at.url) as conn:
        [report] = error_reports.list_error_reports(conn)
        assert (report.text, report.sender, report.closed_at) == ("It is wrong", "me@example.org", None)
        error_reports.close_error_report(conn, report.id, at.checker)
        assert error_reports.list_error_reports(conn) == []
        assert error_reports.list_error_reports(conn, closed=True)[0].closed_by == "checker"
    answers = {reader.post(form, data={"csrf": csrf, "report": "Again"}).status_code for _ in range(10)}
    assert 429 in answers


def test_the_evidence_pack_holds_what_it_names(at: Desk, client: FlaskClient, reader: FlaskClient) -> None:
    claim_id = at.comes(POLAND)
    at.step(claim_id, "take")
    whole = "Before. The office counted 36.5 million people. After."
    passage = Passage("The office counted 36.5 million people.", "p. 1", "Office", captured=whole, start=8)
    with transaction(at.url) as conn:
        cited = evidence.add_evidence(conn, claim_id, Finding("refutes", "r", 0.9, passage), at.checker)
        version = claims.get_claim(conn, claim_id).version
        transitions.write_verdict(
            conn, claim_id, VerdictContent("False", "No.", "Counted.", [cited]), at.checker, version
        )
    at.step(claim_id, "submit")
    for action in ("approve", "publish"):
        at.step(claim_id, action, at.reviewer)
    path = f"{_address(reader)}/evidence.zip"
    public, inside = (zipfile.ZipFile(io.BytesIO(each.get(path).data)) for each in (reader, client))
    for pack in (public, inside):
        for line in pack.read("SHA256SUMS").decode().splitlines():
            digest, name = line.split("  ")
            assert hashlib.sha256(pack.read(name)).hexdigest() == digest
        assert {*pack.namelist()} == {
            line.split("  ")[1] for line in pack.read("SHA256SUMS").decode().splitlines()
        } | {"SHA256SUMS"}
    [row] = json.loads(public.read("evidence/evidence.json"))
    assert public.read(f"evidence/{row['file']}").decode() == passage.text
    assert "evidence/01-captured.txt" not in public.namelist()
    captured = inside.read("evidence/01-captured.txt")
    assert hashlib.sha256(captured).hexdigest() == row["captured_sha256"]
    assert captured.decode()[row["start"] : row["end"]] == passage.text
    assert json.loads(public.read("claim-review.json"))["@type"] == "ClaimReview"
    assert {each["source"] for each in json.loads(public.read("lookups.json"))} >= {"shelf"}


def test_a_cited_figure_is_drawn_with_its_series_and_what_was_claimed(at: Desk, reader: FlaskClient) -> None:
    claim_id = at.comes(POLAND)
    at.step(claim_id, "take")
    cell = Figure(
        entity="Poland",
        measure="population",
        year=2024,
        value=36.56e6,
        unit=None,
        source="Bureau",
        dataset="Census",
        edition="edition of June",
        url="https://e.org/d",
    )
    with transaction(at.url) as conn:
        rows = [Figure(entity="Poland", measure="population", year=year, value=value * 1e6, unit=None, source="Bureau")
                for year, value in ((2012, 38.06), (2020, 37.9), (2024, 36.56))]  # fmt: skip
        figures.add_figures(conn, rows, [])
        found = Finding("refutes", "r", 0.9, Passage("Population: 36.56 million", "row 9", "Bureau", figure=cell))
        cited = evidence.add_evidence(conn, claim_id, found, at.checker)
        version = claims.get_claim(conn, claim_id).version
        transitions.write_verdict(
            conn, claim_id, VerdictContent("False", "No.", "Counted.", [cited]), at.checker, version
        )
    at.step(claim_id, "submit")
    for action in ("approve", "publish"):
        at.step(claim_id, action, at.reviewer)
    page = _shown(reader, _address(reader))
    assert "36.56 million" in page
    assert "Bureau, Census, edition of June" in page
    assert "2012 to 2024: from 38.06 million to 36.56 million; the claim says 38 million" in page
    assert '<td>2020</td><td class="n">37.9 million</td>' in page
    assert 'href="https://e.org/d"' in page


def test_the_newsroom_words_its_own_scale(at: Desk, reader: FlaskClient) -> None:
    with transaction(at.url) as conn:
        rating_scale.change_rating_scale(conn, at.reviewer, [RatingLabel("False", "Wrong", 2, {"de": "Falsch"})])
        with pytest.raises(Refused, match="the same name"):
            rating_scale.change_rating_scale(conn, at.reviewer, [RatingLabel("True", "wrong", 6)])
    at.publish(at.comes(POLAND), "False")
    page = _shown(reader, _address(reader))
    assert "Wrong: “Poland" in page
    assert '"alternateName": "Wrong"' in page
    assert '"ratingValue": 2' in page
    assert "Falsch" in _shown(reader, "/how-we-work")


@pytest.mark.parametrize(("picture", "problem"), [(b"<svg/>", "PNG, JPEG"), (PNG + bytes(200_000), "200 kB")])
def test_a_logo_that_is_no_picture_is_refused(at: Desk, picture: bytes, problem: str) -> None:
    with transaction(at.url) as conn, pytest.raises(Refused, match=problem):
        profile.change_logo(conn, at.reviewer, picture)


def test_an_article_that_is_to_be_published_later_is_named_to_nobody_before(at: Desk, reader: FlaskClient) -> None:
    first, second = at.comes(POLAND), at.comes(AGAIN[0])
    with transaction(at.url) as conn:
        conn.exec_driver_sql(
            "UPDATE articles SET title = 'The embargoed one', published = now() + interval '1 day' "
            f"WHERE id = (SELECT article_id FROM claims WHERE id = {second})"
        )
    at.publish(first, "False")
    assert "embargoed one" not in _shown(reader, _address(reader))
    with transaction(at.url) as conn:
        conn.exec_driver_sql("UPDATE articles SET published = now() - interval '1 day'")
    assert "embargoed one" in _shown(reader, _address(reader))


def test_the_article_of_the_claim_itself_is_not_named_before_it_is_published(
    at: Desk, reader: FlaskClient
) -> None:
    first, _ = at.comes(POLAND), at.comes(AGAIN[0])
    own = f"id = (SELECT article_id FROM claims WHERE id = {first})"
    later = "title = 'The embargoed one', url = 'https://a.example/1', published = now() + interval '1 day'"
    with transaction(at.url) as conn:
        conn.exec_driver_sql(f"UPDATE articles SET {later} WHERE {own}")
        conn.exec_driver_sql(f"UPDATE articles SET title = 'The open one' WHERE NOT {own}")
        conn.exec_driver_sql("UPDATE claims SET claimant = 'The office'")
    at.publish(first, "False")
    page = _shown(reader, _address(reader))
    assert (
        'said by The office in <a href="https://example.org/1" rel="noopener noreferrer nofollow">The open' in page
    )
    assert "embargoed one" not in page
    assert "a.example" not in page
    with transaction(at.url) as conn:
        conn.exec_driver_sql("UPDATE articles SET published = now() + interval '1 day'")
    assert '<p class="soft">said by The office</p>' in _shown(reader, _address(reader))


def test_a_fact_check_under_an_embargo_is_quoted_to_nobody_before_it_ends(at: Desk, reader: FlaskClient) -> None:
    embargoed, other = at.comes(POLAND), at.comes("The city has 5,000 trees.")
    at.publish(embargoed, "False")
    with transaction(at.url) as conn:
        passage = Passage("The embargoed words.", "So it is.", "Example Checks")
        evidence.add_evidence(conn, other, Finding("supports", "r", 0.5, passage), at.checker)
        conn.exec_driver_sql("UPDATE fact_checks SET embargo_until = now() + interval '1 day'")
        quoted = "UPDATE evidence SET url = '/fact-checks/' || slug FROM fact_checks WHERE evidence.claim_id = "
        conn.exec_driver_sql(f"{quoted}{other}")
    at.publish(other, "True")
    with transaction(at.url) as conn:
        conn.exec_driver_sql(
            "INSERT INTO citations (verdict_id, evidence_id) SELECT f.verdict_id, e.id FROM fact_checks f, evidence e "
            f"WHERE f.claim_id = {other} AND e.claim_id = {other} ON CONFLICT DO NOTHING"
        )
    address = _address(reader)
    with zipfile.ZipFile(io.BytesIO(reader.get(f"{address}/evidence.zip").data)) as pack:
        packed = " ".join(pack.read(name).decode("utf-8", "replace") for name in pack.namelist())
    for shown in (_shown(reader, address), packed):
        assert ("They were counted." in shown, "embargoed words" in shown) == (True, False)
    with transaction(at.url) as conn:
        conn.exec_driver_sql("UPDATE fact_checks SET embargo_until = now()")
    assert "embargoed words" in _shown(reader, address)

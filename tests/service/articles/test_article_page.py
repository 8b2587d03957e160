"""The article page shows what the splitter did: claims, how each was read, what was left out and what states none."""

import html
from types import SimpleNamespace

import lxml.html as html_tree
import pytest
from flask.testing import FlaskClient

from service.app import create_app
from service.desk.claims.marks import paragraphs
from store.claims import claims
from store.db import transaction
from tests.fixtures.desk_parts import article, compact, person, sign_in, spaced

TEXT = (
    "By Jane Roe\n\n"
    "The council will send another 40 nurses to the islands, the mayor announced on Monday. "
    "Did anybody ask for them? Prices rose by 3 points to 7.5 percent in May.\n"
)


@pytest.fixture
def page(desk: str) -> str:
    client: FlaskClient = create_app().test_client()
    checker = person(desk, "checker")
    made = article(desk, checker, TEXT)
    sign_in(client, "checker")
    return spaced(html.unescape(client.get(f"/articles/{made}").get_data(as_text=True)))


def test_claims_are_shown_with_who_says_them_and_quantities_as_read(page: str) -> None:
    assert "announced by: the mayor" in page
    assert "found as: " in page
    assert ">another 40 nurses</dd>" in page
    assert '<span class="tag none">change</span>' in page


def test_what_was_left_out_and_what_states_no_claim_are_listed_with_reasons(page: str) -> None:
    assert "<td>Did anybody ask for them?</td><td>a question</td>" in compact(page).replace(
        "them</td>", "them?</td>"
    )
    assert "<td>By Jane Roe</td><td>byline</td>" in compact(page)
    assert 'title="no claim: a question"' in page


def test_triage_marks_what_states_no_claim_too(desk: str) -> None:
    client: FlaskClient = create_app().test_client()
    article(desk, person(desk, "checker"), TEXT)
    sign_in(client, "checker")
    assert 'title="no claim: a question"' in client.get("/triage", follow_redirects=True).get_data(as_text=True)


def test_how_a_claim_was_read_is_kept_in_the_store(desk: str) -> None:
    made = article(desk, person(desk, "checker"), TEXT)
    with transaction(desk) as conn:
        rows = claims.list_claims(conn, claims.ClaimFilters(article_id=made), sort="oldest")
        stored = [claims.load_claim(conn, row.id).claim for row in rows]
    assert [claim.speech_act for claim in stored] == ["announces", "asserts"]
    assert [[q.role for q in claim.quantities] for claim in stored] == [["additional"], ["change", "amount"]]
    assert stored[1].notes[0] == "main clause"


def test_where_claims_overlap_the_shorter_is_marked() -> None:
    found = [
        SimpleNamespace(id=1, start=0, end=20, decline_reason=None),
        SimpleNamespace(id=2, start=5, end=10, decline_reason=None),
    ]
    unread = [{"start": 22, "end": 30, "reason": "a question"}]
    (pieces,) = paragraphs("x" * 30, found, [], unread)  # type: ignore[arg-type]
    assert [(len(p.text), p.claim_id, p.no_claim) for p in pieces] == [
        (5, 1, None), (5, 2, None), (10, 1, None), (2, None, None), (8, None, "a question")]  # fmt: skip


def test_a_missing_day_of_publication_is_said(page: str) -> None:
    assert "no publication date: its days are counted from when it came in" in page


def test_the_claims_of_a_long_article_come_in_pages(desk: str) -> None:
    client: FlaskClient = create_app().test_client()
    towns = "\n\n".join(f"The town of Alder has {n:,} inhabitants." for n in range(4001, 4151))
    made = article(desk, person(desk, "checker"), towns)
    sign_in(client, "checker")
    pages = [client.get(f"/articles/{made}?page={n}").get_data(as_text=True) for n in (1, 2)]
    assert [page.count('<svg class="worth"') for page in pages] == [100, 50]
    assert "Claims 101 to 150 of 150" in spaced(pages[1])
    assert f'href="/articles/{made}?page=2#claims"' in pages[0]
    assert all(page.count('class="mark"') == 150 for page in pages)


def test_quantities_are_written_as_people_write_them(desk: str) -> None:
    said = "The war in Alder cost more than 5 trillion dollars. There were hundreds of injuries in Alder."
    client: FlaskClient = create_app().test_client()
    made = article(desk, person(desk, "checker"), said)
    sign_in(client, "checker")
    page = spaced(html.unescape(client.get(f"/articles/{made}").get_data(as_text=True)))
    assert ">more than 5 trillion US dollars</dd>" in page
    assert ">hundreds of injuries</dd>" in page
    assert "5,000,000,000,000" not in page


@pytest.mark.parametrize("path", ["/articles/{}", "/triage?article={}"])
def test_no_blank_comes_between_a_mark_and_what_stands_before_it(desk: str, path: str) -> None:
    said = (
        'Marsh said ridership fell by 12 percent. "We have lost 5,600 riders a day," said Marsh (“41,000 ride”).'
    )
    client: FlaskClient = create_app().test_client()
    made = article(desk, person(desk, "checker"), said)
    sign_in(client, "checker")
    shown = html_tree.fromstring(client.get(path.format(made), follow_redirects=True).get_data(as_text=True))
    (paragraph,) = shown.xpath("//p[*[@data-at]]")
    assert paragraph.xpath("a[@class='mark' or @class='mark on']")
    assert paragraph.text_content().strip() == said


def test_articles_of_one_text_name_each_other(desk: str) -> None:
    client: FlaskClient = create_app().test_client()
    checker = person(desk, "checker")
    towns = "".join(f"The town of Alder {n} counted {400 + n} wells in the summer of 2024.\n\n" for n in range(9))
    first = article(desk, checker, towns, title="Wells of nine towns")
    copy = article(desk, checker, f"By our reporter\n\n{towns}", title="Nine towns")
    sign_in(client, "checker")
    shown = spaced(client.get(f"/articles/{copy}").get_data(as_text=True))
    assert f'Same text as <a href="/articles/{first}">Wells of nine towns</a>' in shown
    assert "of the shorter one is in both" in shown
    shown = spaced(client.get(f"/articles/{first}").get_data(as_text=True))
    assert "Same text in 1 other article" in shown
    assert f'<a href="/articles/{copy}">Nine towns</a>' in shown

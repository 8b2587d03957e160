"""The list of triage: filters in the address with a way out of each, counts, saved views, lines that open."""

import html
import re

import pytest
from flask.testing import FlaskClient

from service.desk.claims import triage, views
from store.claims import claims
from store.claims.filters import ClaimFilters
from store.db import transaction
from store.triage import saved_views, tags
from tests.fixtures.cluster_parts import Desk
from tests.fixtures.desk_parts import compact, person, sign_in, spaced, token


def _page(client: FlaskClient, path: str) -> str:
    answer = client.get(path, follow_redirects=True)
    assert answer.status_code == 200, path
    return answer.get_data(as_text=True)


def _towns(at: Desk, count: int) -> list[int]:
    return [at.comes(f"The town of Alder {n} has {4000 + n:,} inhabitants.") for n in range(count)]


def test_the_place_of_the_chosen_claim_is_always_there(at: Desk, client: FlaskClient) -> None:
    _towns(at, 3)
    page = _page(client, "/triage")
    order = re.findall(r'<li id="claim-(\d+)"', page)
    for n, claim_id in enumerate(order, 1):
        assert f">{n} of 3</output>" in spaced(_page(client, f"/triage?claim={claim_id}"))
    assert ">– of 0</output>" in spaced(_page(client, "/triage?state=published"))


def test_an_address_without_a_claim_shows_what_stands_next_to_its_place(
    at: Desk, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(triage, "_LIMIT", 2)
    newest = _towns(at, 5)[::-1]
    pages, path = [], "/triage?sort=newest"
    for n in range(3):
        pages.append(_page(client, path))
        assert _own_address(pages[n]).startswith(f"/triage?claim={newest[2 * n]}&")
        assert _chosen(_page(client, _own_address(pages[n]))) == _chosen(pages[n]) == newest[2 * n]
        assert _lines(pages[n]) == newest[2 * n : 2 * n + 2]
        path = _neighbour(pages[n], "next")
    assert path == ""
    page = _page(client, _neighbour(pages[2], "prev"))
    assert _chosen(page) == newest[3]
    assert _lines(page) == newest[2:4]
    assert "before=" in _neighbour(page, "prev")
    assert "after=" in _neighbour(page, "next")


def test_a_list_is_asked_for_once(at: Desk, client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    _towns(at, 3)
    asked: list[object] = []
    find = claims.find_claim_ids
    monkeypatch.setattr(
        claims, "find_claim_ids", lambda *given, **page: (asked.append(page), find(*given, **page))[1]
    )
    for path in ("/triage", "/triage?state=published", "/triage?sort=newest&q=Alder", "/triage?claim=1"):
        asked.clear()
        assert client.get(path).status_code == 200
        assert len(asked) == 1, path


def _chosen(page: str) -> int:
    (chosen,) = re.findall(r'<main [^>]*data-claim="(\d+)"', page)
    return int(chosen)


def _own_address(page: str) -> str:
    (address,) = re.findall(r'<main [^>]*data-address="([^"]+)"', page)
    return html.unescape(address)


def _lines(page: str) -> list[int]:
    return [int(claim_id) for claim_id in re.findall(r'<li id="claim-(\d+)"', page)]


def _neighbour(page: str, rel: str) -> str:
    """The address of the page of the list before or behind, "" where there is none."""
    found = re.search(rf'<a [^>]*rel="{rel}"[^>]*>', page)
    return html.unescape(re.findall(r'href="([^"]*)"', found[0])[0]) if found else ""


def test_every_filter_has_a_chip_with_a_way_out(at: Desk, client: FlaskClient) -> None:
    _towns(at, 2)
    query = (
        "state=triage&state=assigned&suggestion=refuted&kind=quantity&worth=5&claimant=x&publisher=y&feed=3"
        "&since=2026-01-01&until=2030-01-01&owner=none&tag=eu&language=en&q=Alder&sort=both"
    )
    page = _page(client, f"/triage?{query}")
    chips = re.findall(r'<span class="chip">(\S+) <b>([^<]*)</b>\s*<a href="([^"]*)"', page)
    assert [name for name, _, _ in chips] == (
        "state state kind suggestion worth claimant publisher feed since until with tag language search".split()
    )
    for name, value, address in chips:
        query_name = {"with": "owner", "search": "q"}.get(name, name)
        left = _page(client, address.replace("&amp;", "&"))
        assert len(re.findall('<span class="chip">', left)) == len(chips) - 1, name
        again = re.search(rf'<span class="chip">{name} <b>{re.escape(value)}</b>', left)
        assert again is None, (query_name, value)
    assert "Drop all" in page


def test_a_filter_that_cannot_be_is_refused_by_name(at: Desk, client: FlaskClient) -> None:
    for query in ("worth=101", "worth=x", "since=yesterday", "language=english", "tag=%3Cb%3E", "suggestion=good"):
        answer = client.get(f"/triage?{query}", headers={"X-Requested-With": "factdesk"})
        assert answer.status_code == 422, query
        assert [each["field"] for each in answer.get_json()["errors"]] == [query.split("=")[0]]


@pytest.mark.parametrize(
    ("address", "named"),
    [
        ("/triage?state=nonsense&q=x", "State"),
        ("/triage?sort=nonsense&after=gone", "Sort, Place in the list"),
        ("/triage?worth=101", "a filter"),
        ("/articles?feed=9&q=x", "Feed"),
        ("/articles?stage=nonsense", "State"),
    ],
)
def test_a_list_is_shown_without_what_its_address_names_wrongly(
    at: Desk, client: FlaskClient, address: str, named: str
) -> None:
    answer = client.get(address, follow_redirects=True)
    assert answer.status_code == 200
    assert f"Left out, since it is unknown or gone: {named}</p>" in compact(answer.get_data(as_text=True))
    assert (answer.request.args.get("q") == "x") == ("q=x" in address)


def test_a_view_is_kept_with_its_count_and_shared(at: Desk, client: FlaskClient) -> None:
    first, second = _towns(at, 2)
    with transaction(at.url) as conn:
        tags.change_tags(conn, [first], at.checker, add=["eu"])
    page = _page(client, "/triage?tag=eu")
    assert f'id="claim-{first}"' in page
    assert f'id="claim-{second}"' not in page
    query = re.search(r'name="query" value="([^"]*)"', page)
    assert query
    answer = client.post(
        "/triage/views", data={"csrf": token(page), "name": "Europe", "query": query[1], "shared": "yes"}
    )
    assert answer.location == "/triage?tag=eu"
    person(at.url, "reviewer", "other")
    client.post("/sign-out", data={"csrf": token(page)})
    sign_in(client, "other")
    shown = compact(_page(client, "/triage"))
    (view,) = re.findall(
        r'href="/triage\?tag=eu" title="shared by checker"> ?Europe ?<span class="count" data-view="(\d+)">', shown
    )
    assert client.get("/triage/views").get_json() == {view: "1"}
    wrong = client.post("/triage/views", data={"csrf": token(shown), "name": "x", "query": "worth=1000"})
    assert wrong.status_code == 422


def test_the_page_of_triage_counts_no_view(at: Desk, client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "_MOST", 2)
    _towns(at, 3)
    counted: list[ClaimFilters] = []
    count = claims.count_claims
    monkeypatch.setattr(
        claims, "count_claims", lambda conn, given, **how: (counted.append(given), count(conn, given, **how))[1]
    )
    with transaction(at.url) as conn:
        all_of_them = saved_views.save_view(conn, "All", "kind=quantity", True, at.checker)
        none = saved_views.save_view(conn, "None", "tag=eu", False, at.checker)
        saved_views.save_view(conn, "Of a state that is gone", "state=gone", False, at.checker)
    page = _page(client, "/triage")
    assert re.findall(r'data-view="(\d+)"', page) == [str(all_of_them), str(none)]
    assert counted == []
    assert client.get("/triage/views").get_json() == {str(all_of_them): "2+", str(none): "0"}
    assert len(counted) == 2


def test_a_line_holds_what_opens_when_it_is_chosen(at: Desk, client: FlaskClient) -> None:
    (claim_id,) = _towns(at, 1)
    page = spaced(_page(client, f"/triage?claim={claim_id}"))
    assert "said by: the article itself" in page
    assert "nobody has it" in page
    assert re.search(r'aria-label="worth \d+ of 100"', page)


def test_a_statement_without_a_name_is_distinguished_by_its_context_in_the_list(
    at: Desk, client: FlaskClient
) -> None:
    for town in ("Alder", "Northmere"):
        at.comes(f"A fire broke out in {town} on 28 November 2026. Three people died.")
    lines = re.findall(r'<li id="claim-\d+".*?</p>', spaced(_page(client, "/triage")))
    died = [line for line in lines if ">Three people died</a>" in line]
    assert len(died) == 2
    for town in ("Alder", "Northmere"):
        assert len([line for line in died if f'<span class="meta">“A fire broke out in {town} on ' in line]) == 1
    assert not any('<span class="meta">' in line for line in lines if ">A fire broke out" in line)

"""Lists as CSV: what the page shows, all of it, and nothing that a spreadsheet would run."""

import csv
import html
import io
import re

import pytest
from flask.testing import FlaskClient
from sqlalchemy import text

from checks.types.document import About, Block, Part
from service.app import create_app
from service.desk import csv_lists
from store.db import transaction
from store.shelf import incoming
from store.transfer.csv_cells import FORMULA, csv_cell
from tests.browser.parts import listed
from tests.fixtures.cluster_parts import AGAIN, POLAND, Desk
from tests.fixtures.desk_parts import person, sign_in


def _rows(client: FlaskClient, path: str) -> list[dict[str, str]]:
    answer = client.get(path)
    assert answer.status_code == 200, answer.get_data(as_text=True)
    assert answer.content_type == "text/csv; charset=utf-8"
    assert "attachment" in answer.headers["Content-Disposition"]
    return list(csv.DictReader(io.StringIO(answer.get_data(as_text=True), newline="")))


@pytest.mark.parametrize(
    "value", ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "\nx", "\uff1d1+1", "\uff20SUM(A1)"]
)
def test_no_cell_is_a_formula(value: str) -> None:
    assert csv_cell(value) == f"'{value}"
    assert csv_cell("1 = 1") == "1 = 1"
    assert csv_cell(-5) == "-5"


@pytest.mark.parametrize(
    "value", ["a;=1+1", "a; =1+1;b", "a\t@x", "two\n-1", "two\r\n+1;", ["a;=1+1"], 'a;"=1+1";b', "a;\uff1d1+1"]
)
def test_no_cell_is_a_formula_where_semicolons_part_cells(value: object) -> None:
    cell = csv_cell(value)
    cells = [each for row in re.split(r"[\r\n]", cell) for each in re.split(r"[;\t]", row)]
    assert not any(each.strip(' "').startswith(FORMULA) for each in cells)
    assert csv_cell("well-known; 5 - 3 = 2\nend") == "well-known; 5 - 3 = 2\nend"


def test_claims_come_with_the_filters_of_the_page(at: Desk, client: FlaskClient) -> None:
    taken = at.comes(POLAND)
    at.comes("The dam at Alder was inspected in March 2026.")
    at.step(taken, "take")
    with transaction(at.url) as conn:
        conn.execute(text("UPDATE claims SET statement = '=HYPERLINK(\"x\")' WHERE id = :id"), {"id": taken})
    [row] = _rows(client, "/csv/claims.csv?state=assigned")
    assert (row["id"], row["statement"], row["owner"]) == (str(taken), '\'=HYPERLINK("x")', "checker")
    assert len(_rows(client, "/csv/claims.csv")) == 2
    assert client.get("/csv/claims.csv?state=nonsense").status_code == 422


@pytest.mark.parametrize("sort", ["worth", "newest", "oldest"])
def test_a_list_of_many_pages_is_whole(
    at: Desk, client: FlaskClient, monkeypatch: pytest.MonkeyPatch, sort: str
) -> None:
    monkeypatch.setattr(csv_lists, "_PAGE", 7)
    ids = listed(at.url, at.checker, 30)
    found = [int(row["id"]) for row in _rows(client, f"/csv/claims.csv?sort={sort}")]
    assert sorted(found) == sorted(ids)
    assert found == (ids[::-1] if sort == "newest" else ids)


def test_every_list_can_be_had_by_those_who_may(at: Desk, client: FlaskClient) -> None:
    at.publish(at.comes(POLAND), "False")
    person(at.url, "admin")
    admin = create_app().test_client()
    sign_in(admin, "admin")
    for name, wanted in csv_lists._LISTS.items():
        rows = _rows(admin, f"/csv/{name}.csv")
        assert all(row.keys() == set(wanted.columns) for row in rows)
        assert client.get(f"/csv/{name}.csv").status_code == (403 if "checker" not in wanted.roles else 200)
    assert [row["rating"] for row in _rows(client, "/csv/fact-checks.csv")] == ["False"]
    assert {row["name"] for row in _rows(admin, "/csv/people.csv")} == {"checker", "reviewer", "admin"}
    assert [row["event"] for row in _rows(admin, "/csv/audit.csv?event=publish")] == ["publish"]
    assert client.get("/csv/nonsense.csv").status_code == 404


def test_the_link_on_each_page_gives_the_list_that_it_shows(at: Desk, client: FlaskClient) -> None:
    at.comes(POLAND)
    at.comes(AGAIN[0])  # one with the first, which stands for both
    taken = at.comes("The dam at Alder was inspected in March 2026.")
    at.step(taken, "take")
    for name, publisher in (("boats.txt", "Town"), ("wells.txt", "Gazette")):
        with transaction(at.url) as conn:
            arrival = incoming.DocumentSubmission("document", name, publisher, name)
            incoming.add_read_document(conn, arrival, About(), [Part(name, (Block(0, len(name)),))])
    for page, expected in (
        ("/triage", ["1"]),
        ("/triage?state=assigned", [str(taken)]),
        ("/articles?q=inspected", ["3"]),
        ("/articles?stage=failed", []),
        ("/shelf?q=wells", ["wells.txt"]),
        ("/shelf?kind=figures", []),
    ):
        shown = client.get(page, follow_redirects=True).get_data(as_text=True)
        found = re.search(r'href="(/csv/[^"]+)"', shown)
        if found is None:
            assert expected == [], page
            continue
        rows = _rows(client, html.unescape(found[1]))
        key = "title" if page.startswith("/shelf") else "id"
        assert [row[key] for row in rows if row.get("publisher") != "World Bank"] == expected, page


def test_columns_are_named_in_the_readers_language_and_for_programs_as_ever(at: Desk, client: FlaskClient) -> None:
    at.comes(POLAND)
    english = client.get("/csv/claims.csv", headers={"Accept-Language": "en"}).get_data(as_text=True)
    assert english.startswith("id,statement,text,claimant,kind,state,owner,worth,suggestion,")
    german = client.get("/csv/claims.csv", headers={"Accept-Language": "de"}).get_data(as_text=True)
    heading = german.splitlines()[0].split(",")
    assert heading[:2] == ["Nummer", "Aussage"]
    assert "gefunden am" in heading
    assert not {"found at", "found_at"} & set(heading)

"""Past verdicts on the like of a claim are shown, and a rating that differs from them is asked about once."""

import re
from datetime import date

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from checks.types.fact_check import ExternalFactCheck
from store import tokens
from store.db import transaction
from store.external.fact_checks import add_external_fact_check
from store.verdicts import precedents
from tests.fixtures.cluster_parts import AGAIN, POLAND, Desk
from tests.fixtures.desk_parts import compact, token

WORDS = {"summary": "It is <so>", "explanation": "They **counted**."}


def _imported(at: Desk, statement: str, rating: str, n: int = 1) -> None:
    with transaction(at.url) as conn:
        add_external_fact_check(
            conn,
            ExternalFactCheck(
                statement=statement,
                rating=rating,
                summary=f"Summary {n}",
                publisher="Valley Fact Office",
                url=f"https://example.net/{n}",
                published=date(2026, 5, n),
            ),
        )


def _page(client: FlaskClient, claim_id: int) -> str:
    return client.get(f"/claims/{claim_id}").get_data(as_text=True)


def _save(client: FlaskClient, at: Desk, claim_id: int, rating: str, **more: object) -> TestResponse:
    given = {"csrf": token(_page(client, claim_id)), "version": at.row(claim_id).version, "rating": rating}
    return client.post(f"/claims/{claim_id}/verdict", data={**given, **WORDS, **more})


def test_a_rating_that_differs_comes_back_once_with_all_that_was_written(at: Desk, client: FlaskClient) -> None:
    _imported(at, POLAND, "False")
    claim_id = at.comes(AGAIN[0])
    at.step(claim_id, "take")
    shown = _page(client, claim_id)
    assert "Past verdicts on this or a similar claim · 1" in shown
    assert 'data-ratings="False" data-saved="" hidden' in re.sub(r"\s+", " ", shown)
    version = at.row(claim_id).version
    answer = _save(client, at, claim_id, "True")
    page = answer.get_data(as_text=True)
    assert (answer.status_code, answer.mimetype) == (422, "text/html")
    assert "Not saved yet" in page
    assert 'value="It is &lt;so&gt;"' in page
    assert "They **counted**." in page
    assert re.search(r'value="True" required data-rating="1" checked', compact(page))
    assert at.row(claim_id).version == version
    assert _save(client, at, claim_id, "True", keep="Half true").status_code == 422
    assert _save(client, at, claim_id, "True", keep="True").status_code == 302
    assert at.row(claim_id).state == "researching"
    assert _save(client, at, claim_id, "True").status_code == 302
    assert _save(client, at, claim_id, "False").status_code == 302


def test_who_was_slower_is_shown_so_before_anything_else_and_keeps_what_was_written(
    at: Desk, client: FlaskClient
) -> None:
    _imported(at, POLAND, "False")
    claim_id = at.comes(AGAIN[0])
    at.step(claim_id, "take")
    stale = at.row(claim_id).version
    _save(client, at, claim_id, "Half true", keep="Half true", summary="Theirs")
    answer = _save(client, at, claim_id, "True", version=stale)
    page = answer.get_data(as_text=True)
    form = page[page.index('id="verdict-form"') :]
    assert answer.status_code == 409
    assert "Somebody has changed this claim since you began" in form
    assert "<b>Half true</b>: Theirs" in form
    assert 'value="It is &lt;so&gt;"' in form
    assert f'name="version" value="{stale + 1}"' in form
    assert _save(client, at, claim_id, "True").status_code == 422
    assert _save(client, at, claim_id, "True", keep="True").status_code == 302


def test_a_verdict_with_a_wrong_field_comes_back_in_its_form(at: Desk, client: FlaskClient) -> None:
    claim_id = at.comes(POLAND)
    at.step(claim_id, "take")
    answer = _save(client, at, claim_id, "True", summary=" ")
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "one line of at most" in page
    assert "They **counted**." in page
    assert at.row(claim_id).state == "assigned"


def test_a_related_verdict_is_shown_and_never_differed_from(at: Desk, client: FlaskClient) -> None:
    _imported(at, "Poland has more than 41 million inhabitants.", "False")
    claim_id = at.comes(POLAND)
    at.step(claim_id, "take")
    page = _page(client, claim_id)
    assert "other number: more than 41 million inhabitants there" in page
    assert 'id="differs"' not in page
    assert _save(client, at, claim_id, "True").status_code == 302


def test_a_past_verdict_without_a_summary_leaves_no_gap_in_its_card(at: Desk, client: FlaskClient) -> None:
    with transaction(at.url) as conn:
        add_external_fact_check(
            conn,
            ExternalFactCheck(
                statement=POLAND, rating="False", summary="", publisher="Office", url="https://example.net/1"
            ),
        )
    page = _page(client, at.comes(AGAIN[0]))
    assert "already checked: False" in page
    assert not re.search(r"·\s*·", page)


def test_our_own_verdict_counts_as_it_stands_now(at: Desk, client: FlaskClient) -> None:
    past = at.comes(POLAND)
    at.publish(past, "False")
    again = at.comes(AGAIN[0])
    at.step(again, "take")
    at.step(past, "correct", reason="a new count")
    at.publish(past, "Half true")
    with transaction(at.url) as conn:
        (verdict,) = precedents.list_past_verdicts(conn, again)
        assert (verdict.rating, verdict.ours, verdict.match_kind) == ("Half true", True, "the same claim")
        assert precedents.list_past_verdicts(conn, past) == []
        header = {
            "Authorization": f"Bearer {tokens.create_token(conn, at.checker.id or 0, 'test', tokens.SCOPES)}"
        }
    address = f"/api/v1/claims/{again}"
    given = {"rating": "True", **WORDS, "version": at.row(again).version}
    reported = client.post(f"{address}/verdict", json=given, headers=header).json
    assert reported
    assert [(p["rating"], p["differs"]) for p in reported["past_verdicts"]] == [("Half true", True)]
    at.step(past, "withdraw", at.reviewer, reason="wrong")
    assert "Past verdicts" not in _page(client, again)


def test_a_reviewer_sees_that_a_verdict_differs(at: Desk, client: FlaskClient) -> None:
    _imported(at, POLAND, "mostly false")
    _imported(at, POLAND, "Four Pinocchios", 2)
    claim_id = at.comes(AGAIN[0])
    at.step(claim_id, "take")
    _save(client, at, claim_id, "True", keep="True", then="submit")
    page = client.get("/review").get_data(as_text=True)
    assert "It differs from past verdicts on the same claim: Mostly false<" in compact(page)


def test_a_page_that_checks_two_claims_lends_neither_the_other_s_rating(at: Desk) -> None:
    for statement in (
        "Bananas are blue",
        POLAND,
        "Alder sold its bridge",
    ):  # at the same address, on either side of it
        _imported(at, statement, "False" if statement == POLAND else "True")
    claim_id = at.comes(AGAIN[0])
    with transaction(at.url) as conn:
        assert [past.rating for past in precedents.list_past_verdicts(conn, claim_id)] == ["False"]

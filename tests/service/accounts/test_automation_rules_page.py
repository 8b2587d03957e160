"""Automation rules in the desk: the list, the form with its preview, and who may see them."""

from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient
from sqlalchemy import update

from service.app import create_app
from store import people
from store.db import transaction
from tests.fixtures.cluster_parts import Desk
from tests.fixtures.desk_parts import article, compact, person, sign_in, token

RULES = "/settings/rules"


@pytest.fixture
def admin(at: Desk) -> Iterator[FlaskClient]:
    """An admin, signed in."""
    person(at.url, "admin")
    with create_app().test_client() as browser:
        sign_in(browser, "admin")
        yield browser


def _send(client: FlaskClient, address: str, **form: object) -> tuple[int, str]:
    page = client.get(RULES + "/new").get_data(as_text=True)
    answer = client.post(address, data={"csrf": token(page), **form})
    return answer.status_code, compact(answer.get_data(as_text=True))


def _list(client: FlaskClient) -> str:
    return compact(client.get(RULES).get_data(as_text=True))


def test_a_preview_shows_what_would_have_matched_and_keeps_what_was_typed(at: Desk, admin: FlaskClient) -> None:
    article(at.url, at.checker, title="Army")
    status, page = _send(
        admin, f"{RULES}/new", name="Troops", q="Pentagon", kind="quantity", tags="war, army", step="preview"
    )
    assert status == 200
    assert "Would have matched <b>1</b> of the last 2 claims" in page
    assert 'href="/triage?state=all&amp;kind=quantity&amp;q=Pentagon"' in page
    assert 'value="war, army"' in page
    assert 'name="kind" value="quantity" checked' in page
    assert "No rule yet" in _list(admin)


def test_a_rule_is_added_does_its_work_and_says_so(at: Desk, admin: FlaskClient) -> None:
    form = {"name": "Troops", "q": "Pentagon", "tags": "war", "assign_to": at.checker.id, "notify": at.reviewer.id}
    assert _send(admin, f"{RULES}/new", **form)[0] == 302
    assert "never" in _list(admin)
    article(at.url, at.checker, title="Army")
    page = _list(admin)
    assert "words: Pentagon" in page
    assert "assign to checker; tag war; tell reviewer" in page
    assert '<td class="n">1</td><td><time' in page
    claim = compact(admin.get("/claims/1").get_data(as_text=True))
    assert "rule applied" in claim
    assert "Troops" in claim


def test_a_rule_is_changed_moved_switched_off_and_deleted(at: Desk, admin: FlaskClient) -> None:
    _send(admin, f"{RULES}/new", name="One", q="one", raised="yes")
    _send(admin, f"{RULES}/new", name="Two", q="two", decline_reason="Opinion")
    page = compact(admin.get(f"{RULES}/2").get_data(as_text=True))
    assert '<option value="Opinion" selected>Opinion</option>' in page
    assert _send(admin, f"{RULES}/2", name="Second", q="two", suggestion="refuted", raised="yes")[0] == 302
    assert _send(admin, f"{RULES}/2/up")[0] == 302
    assert _send(admin, f"{RULES}/1/switch", on="no")[0] == 302
    page = _list(admin)
    assert page.index("Second") < page.index(">One<")
    assert "suggestion refuted; words: two" in page
    assert "off</span>" in page
    assert _send(admin, f"{RULES}/1/remove")[0] == 302
    assert ">One<" not in _list(admin)


def test_a_rule_that_names_somebody_who_left_says_so(at: Desk, admin: FlaskClient) -> None:
    _send(admin, f"{RULES}/new", name="Troops", q="Pentagon", assign_to=at.reviewer.id)
    with transaction(at.url) as conn:
        conn.execute(update(people.people).where(people.people.c.id == at.reviewer.id).values(active=False))
    assert 'does nothing</span><div class="meta">reviewer has left' in _list(admin)
    page = compact(admin.get(f"{RULES}/1").get_data(as_text=True))
    assert "This rule does nothing now: reviewer has left" in page
    assert "selected>reviewer (has left)" in page


def test_what_is_wrong_stands_beside_its_field(at: Desk, admin: FlaskClient) -> None:
    for form, field in (
        ({"name": "x", "q": "y"}, "actions"),
        ({"name": "x", "raised": "yes"}, "filters"),
        ({"name": "x", "worth": "120", "raised": "yes"}, "worth"),
        ({"name": "x", "worth": "120", "step": "preview"}, "worth"),
    ):
        status, page = _send(admin, f"{RULES}/new", **form)
        assert status == 422
        wrong = page.split(f'data-wrong="{field}">')[1]
        assert not wrong.startswith("</span>"), field


def test_only_admins_see_rules(at: Desk, client: FlaskClient) -> None:
    assert client.get(RULES).status_code == 403
    assert client.get(f"{RULES}/new").status_code == 403

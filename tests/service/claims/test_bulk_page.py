"""Many claims are changed after a look at what will change; the next claim is taken by one press."""

import re
from html import unescape

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.browser.parts import listed
from tests.fixtures.cluster_parts import Desk
from tests.fixtures.desk_parts import spaced, token


def _post(client: FlaskClient, path: str, **given: object) -> TestResponse:
    return client.post(path, data={"csrf": token(client.get("/tokens").get_data(as_text=True)), **given})


def test_many_are_declined_after_a_preview(at: Desk, client: FlaskClient) -> None:
    first, second, third = listed(at.url, at.checker, 3)
    page = client.get("/triage/change-many").get_data(as_text=True)
    boxes = re.findall(r'name="claim" value="([^"]*)"', page)
    assert boxes == [f"{n}:1" for n in (first, second, third)]
    at.step(second, "take", at.reviewer)
    given = {"claim": boxes, "action": "decline", "reason": "Opinion", "hours": 24}
    preview = spaced(_post(client, "/triage/change-many", **given).get_data(as_text=True))
    assert "2 will change, 1 will not" in preview
    assert "somebody changed it meanwhile" in preview
    assert at.row(first).state == "new"
    done = spaced(_post(client, "/triage/change-many", **given, confirmed="yes").get_data(as_text=True))
    assert "2 changed, 1 did not" in done
    assert [at.row(n).state for n in (first, second, third)] == ["declined", "assigned", "declined"]
    nothing = _post(client, "/triage/change-many", action="take")
    assert nothing.status_code == 422


def test_none_is_ticked_at_first_and_the_ways_back_keep_the_filters(at: Desk, client: FlaskClient) -> None:
    first, second = listed(at.url, at.checker, 2)
    address = "/triage/change-many?state=new&state=triage&sort=oldest"
    back = 'href="/triage?state=new&state=triage&sort=oldest"'
    page = unescape(client.get(address).get_data(as_text=True))
    assert re.findall(r'name="claim" value="[^"]*"( checked)?', page) == ["", ""]
    assert back in page
    every = re.search(r'href="([^"]*)">Tick all', page)
    assert every is not None
    ticked = unescape(client.get(every[1]).get_data(as_text=True))
    assert re.findall(r'name="claim" value="[^"]*"( checked)?', ticked) == [" checked", " checked"]
    assert f'href="{address}">Tick none' in ticked
    given = {"claim": [f"{first}:1", f"{second}:1"], "action": "take"}
    for more in ({}, {"confirmed": "yes"}):
        assert back in unescape(_post(client, address, **given, **more).get_data(as_text=True))


def test_the_next_claim_of_the_list_is_taken_and_given_back(at: Desk, client: FlaskClient) -> None:
    first, second = listed(at.url, at.checker, 2)
    taken = _post(client, "/triage/take-next", sort="oldest")
    assert taken.location == f"/claims/{first}"
    assert at.row(first).owner_id == at.checker.id
    assert _post(client, "/undo", claim=first, version=at.row(first).version).status_code == 302
    assert at.row(first).state == "triage"
    assert _post(client, "/triage/take-next", q=f'"{at.row(second).statement}"').location == f"/claims/{second}"
    assert _post(client, "/triage/take-next", tag="none-has-it").location == "/triage?tag=none-has-it"


def test_a_claim_gets_tags_and_loses_them(at: Desk, client: FlaskClient) -> None:
    (claim_id,) = listed(at.url, at.checker, 1)
    _post(client, f"/claims/{claim_id}/tags", add="Budget 2026")
    shown = client.get(f"/claims/{claim_id}").get_data(as_text=True)
    assert "Take off the tag budget 2026" in shown
    assert '<span class="chip">budget 2026</span>' in client.get(f"/triage?claim={claim_id}").get_data(
        as_text=True
    )
    _post(client, f"/claims/{claim_id}/tags", remove="budget 2026")
    assert "Take off the tag" not in client.get(f"/claims/{claim_id}").get_data(as_text=True)

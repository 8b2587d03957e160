"""The newsroom's threshold of worth: what triage shows, what it puts aside, and that nothing is lost."""

from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient
from sqlalchemy import event, update

from service.app import create_app
from store.claims import claims
from store.claims.filters import ClaimFilters
from store.claims.tables import claims as claims_table
from store.claims.workflow import OPEN
from store.db import transaction
from store.newsroom import profile
from store.people import Refused
from tests.fixtures.cluster_parts import Desk
from tests.fixtures.desk_parts import compact, person, sign_in, token

CLAIMS = {
    "Aba has 11 schools.": 0.9,
    "Ebe has 22 mills.": 0.4,
    "Ibi has 33 ponds.": 0.39,
    "Odo has 44 barns.": 0.1,
}


@pytest.fixture
def ids(at: Desk) -> list[int]:
    """Four claims of falling worth."""
    found = [at.comes(text) for text in CLAIMS]
    with transaction(at.url) as conn:
        for claim_id, worth in zip(found, CLAIMS.values(), strict=True):
            conn.execute(update(claims_table).where(claims_table.c.id == claim_id).values(worth=worth))
    return found


def _threshold(at: Desk, threshold: int) -> None:
    with transaction(at.url) as conn:
        profile.change_worth_threshold(conn, at.reviewer, threshold)


def _page(client: FlaskClient, address: str = "/triage") -> str:
    return compact(client.get(address, follow_redirects=True).get_data(as_text=True))


def _listed(page: str, ids: list[int]) -> list[int]:
    return [claim_id for claim_id in ids if f'id="claim-{claim_id}"' in page]


def test_by_default_triage_shows_claims_of_any_worth(client: FlaskClient, ids: list[int]) -> None:
    page = _page(client)
    assert _listed(page, ids) == ids
    assert "below the threshold" not in page


def test_claims_below_the_threshold_are_put_aside_and_counted(
    at: Desk, client: FlaskClient, ids: list[int]
) -> None:
    _threshold(at, 40)
    page = _page(client)
    assert _listed(page, ids) == ids[:2]
    assert "1 of 2" in page
    assert "worth <b>40 or more</b>" in page
    assert '<a href="/triage?threshold=below">below the threshold: 2</a>' in page
    assert _listed(_page(client, "/triage?threshold=below"), ids) == ids[2:]
    assert _listed(_page(client, "/triage?threshold=all"), ids) == ids


def test_whoever_names_a_state_an_article_or_a_worth_sees_all_of_it(
    at: Desk, client: FlaskClient, ids: list[int]
) -> None:
    _threshold(at, 40)
    assert _listed(_page(client, "/triage?state=triage"), ids) == ids
    assert _listed(_page(client, "/triage?worth=20"), ids) == ids[:3]
    assert _listed(_page(client, f"/triage?cluster={ids[3]}"), ids) == ids[3:]
    assert _listed(_page(client, "/triage?q=ponds"), ids) == []
    assert "below the threshold: 1" in _page(client, "/triage?q=ponds")


def test_what_repeats_a_claim_that_was_rated_false_is_never_put_aside(
    at: Desk, client: FlaskClient, ids: list[int]
) -> None:
    _threshold(at, 40)
    with transaction(at.url) as conn:
        conn.execute(update(claims_table).where(claims_table.c.id == ids[3]).values(repeats_false=True))
    page = _page(client)
    assert _listed(page, ids) == [ids[0], ids[1], ids[3]]
    assert "below the threshold: 1" in page


def test_an_empty_list_says_what_is_below_the_threshold(at: Desk, client: FlaskClient, ids: list[int]) -> None:
    _threshold(at, 95)
    assert "Nothing of worth 95 or more waits here." in _page(client)
    assert "Below the threshold: 4" in _page(client)


def test_take_next_takes_only_what_the_list_shows(at: Desk, client: FlaskClient, ids: list[int]) -> None:
    _threshold(at, 40)
    csrf = token(client.get("/triage", follow_redirects=True).get_data(as_text=True))
    for _ in range(3):
        client.post("/triage/take-next", data={"csrf": csrf})
    assert [at.row(claim_id).state for claim_id in ids] == ["assigned", "assigned", "triage", "triage"]


def test_the_way_below_the_threshold_reads_along_the_index(at: Desk, ids: list[int]) -> None:
    asked: list[str] = []
    with transaction(at.url) as conn:
        event.listen(conn, "before_cursor_execute", lambda *given: asked.append(given[2]))
        filters = ClaimFilters(states=OPEN, heads=True, below_threshold=0.4)
        assert claims.find_claim_ids(conn, filters) == ids[2:]
    branch = asked[1].split("ORDER BY")[0]
    assert "claims.worth <" in branch.split("WHERE", 1)[1]


@pytest.fixture
def admin(at: Desk) -> Iterator[FlaskClient]:
    """An admin, signed in."""
    person(at.url, "admin")
    with create_app().test_client() as browser:
        sign_in(browser, "admin")
        yield browser


def test_an_admin_sets_it_and_the_audit_says_so(at: Desk, admin: FlaskClient) -> None:
    page = admin.get("/settings").get_data(as_text=True)
    sent = {"csrf": token(page), "worth_threshold": "35"}
    assert admin.post("/settings/threshold", data=sent).status_code == 302
    assert 'value="35"' in compact(admin.get("/settings").get_data(as_text=True))
    assert "worth threshold changed" in admin.get("/audit").get_data(as_text=True)
    assert admin.post("/settings/threshold", data={**sent, "worth_threshold": "101"}).status_code == 422
    with transaction(at.url) as conn:
        assert profile.get_worth_threshold(conn) == 35
        with pytest.raises(Refused):
            profile.change_worth_threshold(conn, at.reviewer, -1)

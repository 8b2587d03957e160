"""What the desk and the API show of claims that are one, and of those that come again."""

import pytest
from flask.testing import FlaskClient

from store import tokens
from store.db import transaction
from tests.fixtures.cluster_parts import AGAIN, POLAND, Desk
from tests.fixtures.desk_parts import spaced, token


def _shown(client: FlaskClient, path: str) -> str:
    answer = client.get(path, follow_redirects=True)
    page = spaced(answer.get_data(as_text=True))
    assert answer.status_code == 200, page
    return page


def test_a_cluster_is_one_line_and_a_member_is_taken_out_of_it(at: Desk, client: FlaskClient) -> None:
    head, member = at.comes(POLAND), at.comes(AGAIN[0])
    triage = _shown(client, "/triage")
    assert (f'id="claim-{head}"' in triage, f'id="claim-{member}"' in triage) == (True, False)
    assert f'href="/triage?cluster={head}&amp;state=all">in 2 articles</a>' in triage
    for all_of_them in (f"/triage?cluster={head}", "/triage?state=all", f"/triage?article={member}"):
        assert f'id="claim-{member}"' in _shown(client, all_of_them)
    assert "which stands for it" in _shown(client, f"/claims/{member}")
    page = _shown(client, f"/claims/{head}")
    assert "Where else it was seen · 1" in page
    step = {"csrf": token(page), "action": "separate", "version": at.row(member).version}
    client.post(f"/claims/{member}/move", data=step)
    assert f'id="claim-{member}"' in _shown(client, "/triage")


def test_a_false_claim_that_comes_again_is_marked_and_can_be_filtered(at: Desk, client: FlaskClient) -> None:
    past = at.comes(POLAND)
    at.publish(past, "False")
    other = at.comes("The government spent 900 million euros on 12 new hospitals in 2025, the minister said.")
    again = at.comes(AGAIN[0])
    triage = _shown(client, "/triage")
    assert triage.index(f'id="claim-{again}"') < triage.index(f'id="claim-{other}"')
    assert "repeated 1 time since" in triage
    assert f'name="duplicate_of" inputmode="numeric" required list="alike" value="{past}"' in triage
    assert f'id="claim-{other}"' not in _shown(client, "/triage?repeated=yes")
    assert "Repeated in 1 article since it was published" in _shown(client, f"/claims/{past}")
    assert f'href="/claims/{past}">claim {past}</a>' in _shown(client, f"/claims/{again}")


def test_the_api_tells_it_too(at: Desk, client: FlaskClient) -> None:
    past = at.comes(POLAND)
    at.publish(past, "False")
    first, second = at.comes(AGAIN[0]), at.comes(AGAIN[1])
    with transaction(at.url) as conn:
        header = {
            "Authorization": f"Bearer {tokens.create_token(conn, at.checker.id or 0, 'test', tokens.SCOPES)}"
        }
    found = client.get("/api/v1/claims?repeated=yes&sort=oldest", headers=header).json
    assert found
    assert [(c["id"], c["head_id"], c["repeat_of"], c["repeat_count"], c["article_count"]) for c in found["items"]] == [
        (first, None, past, 2, 2), (second, first, past, 2, 1),
    ]  # fmt: skip
    assert all(c["repeats_false"] and c["past_rating"] == "False" for c in found["items"])
    members = client.get(f"/api/v1/claims?cluster={first}&limit=1", headers=header).json
    assert members
    after = client.get(f"/api/v1/claims?cluster={first}&limit=1&cursor={members['next']}", headers=header).json
    assert after
    assert {members["items"][0]["id"], after["items"][0]["id"]} == {first, second}


@pytest.mark.parametrize("after", ["xx", "WzFd", "WyJhIiwgMSwgMV0=", "e30="])
def test_a_place_that_is_not_ours_is_refused(client: FlaskClient, after: str) -> None:
    assert client.get(f"/triage?after={after}").location == "/triage?left_out=after"

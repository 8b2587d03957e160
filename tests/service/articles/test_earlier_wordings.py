"""Evidence and verdicts that were made for an earlier wording of the statement say so, until they are made anew."""

from datetime import UTC, datetime, timedelta

from flask.testing import FlaskClient

from checks.types.passage import Passage
from checks.types.stance import Finding
from service.app import create_app
from store import tokens
from store.claims import claims, transitions
from store.db import transaction
from store.lookups import evidence
from store.triage import claim_edits
from store.triage.claim_edits import EditInput
from store.triage.earlier_wordings import EarlierWordings
from store.verdicts.verdicts import VerdictContent
from tests.checks.claimreview.test_claimreview import review
from tests.fixtures.cluster_parts import POLAND, Desk
from tests.fixtures.desk_parts import imported, sign_in, spaced, token, work_through

_OTHER = "Poland has more than 36 million inhabitants"


def _correct(at: Desk, claim_id: int, statement: str) -> None:
    version = at.row(claim_id).version
    with transaction(at.url) as conn:
        claim_edits.edit_claim(conn, EditInput(claim_id, version, {"statement": statement}), at.checker)


def _page(client: FlaskClient, path: str) -> str:
    return spaced(client.get(path).get_data(as_text=True))


def test_a_wording_at_a_time() -> None:
    noon = datetime(2026, 2, 1, 12, tzinfo=UTC)
    hour = timedelta(hours=1)
    wordings = EarlierWordings("C", ((noon, "A"), (noon + hour, "B")))
    assert wordings.differing_at(noon - hour) == "A"
    assert wordings.differing_at(noon) == "B"
    assert wordings.differing_at(noon + hour) is None
    back = EarlierWordings("A  b.", ((noon, "a B"), (noon + hour, "B")))
    assert back.differing_at(noon - hour) is None  # it says again what it said
    assert back.differing_at(noon) == "B"


def test_evidence_of_an_earlier_wording_says_so_until_the_sources_are_asked_again(
    at: Desk, client: FlaskClient
) -> None:
    imported(at.url, review(claimReviewed=POLAND))
    claim_id = at.comes(POLAND)
    assert "earlier wording" not in _page(client, f"/claims/{claim_id}")
    _correct(at, claim_id, _OTHER)
    page = _page(client, f"/claims/{claim_id}")
    assert page.count("for an earlier wording") == 1
    assert "looked up or added when the statement read “Poland has more than 38 million inhabitants”" in page
    assert "for an earlier wording" in _page(client, f"/triage?claim={claim_id}")
    client.post(f"/claims/{claim_id}/ask-again", data={"csrf": token(page)})
    work_through(at.url)
    assert "earlier wording" not in _page(client, f"/claims/{claim_id}")


def test_what_is_corrected_back_holds_again(at: Desk, client: FlaskClient) -> None:
    imported(at.url, review(claimReviewed=POLAND))
    claim_id = at.comes(POLAND)
    before = at.row(claim_id).statement
    _correct(at, claim_id, _OTHER)
    _correct(at, claim_id, before)
    assert "earlier wording" not in _page(client, f"/claims/{claim_id}")


def test_a_verdict_and_what_it_cites_are_marked_on_the_claim_in_review_and_in_the_api(
    at: Desk, client: FlaskClient
) -> None:
    claim_id = at.comes(POLAND)
    at.drafted(claim_id, "False")
    at.step(claim_id, "recall")
    _correct(at, claim_id, _OTHER)
    page = _page(client, f"/claims/{claim_id}")
    assert "This verdict was written when the statement read “Poland has more than 38 million inhabitants”" in page
    at.step(claim_id, "submit")
    reviewer = create_app().test_client()
    sign_in(reviewer, "reviewer")
    review_page = _page(reviewer, "/review")
    assert "This verdict was written when the statement read" in review_page
    assert review_page.count("for an earlier wording") == 1
    with transaction(at.url) as conn:
        header = {"Authorization": f"Bearer {tokens.create_token(conn, at.checker.id or 0, 'all', tokens.SCOPES)}"}
    shown = create_app().test_client().get(f"/api/v1/claims/{claim_id}", headers=header).json
    assert shown
    old = "Poland has more than 38 million inhabitants"
    assert shown["verdict"]["earlier_wording"] == old
    assert [each["earlier_wording"] for each in shown["evidence"]] == [old]
    at.step(claim_id, "recall")
    with transaction(at.url) as conn:
        counted = Finding("context", "r", 0.5, Passage("They were counted anew.", "p. 2", "Office"))
        cites = [evidence.add_evidence(conn, claim_id, counted, at.checker)]
        version = claims.get_claim(conn, claim_id).version
        transitions.write_verdict(
            conn, claim_id, VerdictContent("False", "So it is.", "Counted.", cites), at.checker, version
        )
    page = _page(client, f"/claims/{claim_id}")
    assert "This verdict was written when" not in page
    assert page.count("for an earlier wording") == 1  # the passage that was added before

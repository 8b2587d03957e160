"""Two people change one verdict at once: different fields merge, and of the same field both wordings are shown."""

import pytest
from flask.testing import FlaskClient

from checks.types.passage import Passage
from checks.types.stance import Finding
from service.desk.claims.merging import merge
from store.claims import claims, transitions
from store.db import transaction
from store.lookups import evidence
from store.people import Actor
from store.verdicts import verdicts
from store.verdicts.verdicts import VerdictContent
from tests.fixtures.cluster_parts import POLAND, Desk
from tests.fixtures.desk_parts import compact, token

_BASE = {"rating": "False", "summary": "It has fewer", "explanation": "The office counts 36 million."}


@pytest.fixture
def claim_id(at: Desk) -> int:
    """A claim that the checker has taken and whose verdict cites a passage."""
    claim_id = at.comes(POLAND)
    at.step(claim_id, "take")
    return claim_id


def _cite(at: Desk, claim_id: int, quoted: str) -> int:
    with transaction(at.url) as conn:
        finding = Finding("refutes", "r", 0.5, Passage(quoted, "p. 1", "Office"))
        return evidence.add_evidence(conn, claim_id, finding, at.checker)


def _write(at: Desk, claim_id: int, actor: Actor, cites: list[int], **changed: str) -> None:
    with transaction(at.url) as conn:
        version = claims.get_claim(conn, claim_id).version
        content = VerdictContent(**{**_BASE, **changed}, cites=cites)
        transitions.write_verdict(conn, claim_id, content, actor, version)


def _save(
    client: FlaskClient, at: Desk, claim_id: int, version: int, cites: list[int], **sent: str
) -> tuple[int, str]:
    csrf = token(client.get(f"/claims/{claim_id}").get_data(as_text=True))
    form = {"csrf": csrf, "version": version, "cites": cites, **_BASE, **sent}
    answer = client.post(f"/claims/{claim_id}/verdict", data=form)
    return answer.status_code, compact(answer.get_data(as_text=True))


def _saved(at: Desk, claim_id: int) -> tuple[tuple[str, str, str], list[int]]:
    with transaction(at.url) as conn:
        found = verdicts.list_verdicts(conn, claim_id)[0]
        cited = sorted(row.id for row in verdicts.list_cited_evidence(conn, found.id))
    return (found.rating, found.summary, found.explanation), cited


@pytest.mark.parametrize("assigned", [False, True], ids=["begun on a verdict", "begun on another step"])
def test_changes_of_different_fields_are_both_kept(
    at: Desk, client: FlaskClient, claim_id: int, assigned: bool
) -> None:
    first, second = _cite(at, claim_id, "36 million"), _cite(at, claim_id, "36.5 million")
    _write(at, claim_id, at.checker, [first])
    if assigned:
        at.step(claim_id, "assign", at.reviewer, owner_id=at.checker.id)
    seen = at.row(claim_id).version
    _write(at, claim_id, at.reviewer, [first, second], summary="It has 36 million")
    status, _ = _save(client, at, claim_id, seen, [first], explanation="The office counted\n36 million.")
    assert status == 302
    saved, cited = _saved(at, claim_id)
    assert saved == ("False", "It has 36 million", "The office counted\n36 million.")
    assert cited == [first, second]


def test_of_a_field_that_both_changed_both_are_shown(at: Desk, client: FlaskClient, claim_id: int) -> None:
    first = _cite(at, claim_id, "36 million")
    _write(at, claim_id, at.checker, [first])
    seen = at.row(claim_id).version
    _write(at, claim_id, at.reviewer, [first], rating="Mostly false", summary="It has 36 million people")
    status, page = _save(client, at, claim_id, seen, [first], summary="It has 37 million people")
    assert status == 409
    assert "as reviewer saved it" in page
    assert "<td>It has <mark>36</mark> million people</td>" in page
    assert "<td>It has <mark>37</mark> million people</td>" in page
    assert "What only they changed is in the form now: rating." in page
    assert 'value="It has 37 million people"' in page
    assert _saved(at, claim_id)[0][:2] == ("Mostly false", "It has 36 million people")


def test_what_nobody_has_read_as_a_whole_is_not_sent_to_review(
    at: Desk, client: FlaskClient, claim_id: int
) -> None:
    first = _cite(at, claim_id, "36 million")
    _write(at, claim_id, at.checker, [first])
    seen = at.row(claim_id).version
    _write(at, claim_id, at.reviewer, [first], summary="It has 36 million")
    status, page = _save(client, at, claim_id, seen, [first], explanation="Counted anew.", then="submit")
    assert status == 409
    assert "What only they changed is in the form now: summary." in page
    assert at.row(claim_id).state == "researching"


def test_nothing_is_merged_into_a_claim_that_says_something_else_now(
    at: Desk, client: FlaskClient, claim_id: int
) -> None:
    seen = at.row(claim_id).version
    at.step(claim_id, "research")
    status, page = _save(client, at, claim_id, seen, [])
    assert status == 409
    assert "Somebody has changed this claim since you began" in page


def test_what_one_cites_anew_and_what_the_other_drops() -> None:
    merged = merge(_BASE, _BASE, _BASE, [1, 2], [2, 3], [1, 2, 4])
    assert merged.cites == [2, 4, 3]
    assert merged.taken == ("citations",)
    assert merge({}, _BASE, _BASE, [], [], []).conflicts == ()

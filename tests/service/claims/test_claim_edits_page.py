"""People correct claims by form, without a script."""

import re

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from store.claims import claims
from store.db import transaction
from store.triage import claim_edits
from store.triage.claim_edit_rules import ClaimChanges
from store.triage.claim_edits import EditInput
from tests.fixtures.cluster_parts import Desk
from tests.fixtures.desk_parts import article, spaced, token


@pytest.fixture
def claim_id(at: Desk) -> int:
    """A claim of an article of two sentences."""
    article(
        at.url,
        at.checker,
        "The town of Alder has 4,017 inhabitants. Its mayor resigned in May 2024.",
        title="Alder",
    )
    with transaction(at.url) as conn:
        return claims.list_claims(conn, claims.ClaimFilters(), sort="oldest")[0].id


def _page(client: FlaskClient, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def _fields(page: str) -> dict[str, str]:
    """What the form of the correction would send as it stands, one of each name."""
    form = page[page.index('id="claim-edit"') : page.index("</form>", page.index('id="claim-edit"'))]
    found = dict(re.findall(r'<input(?: type="hidden")? name="(\w+)"[^>]* value="([^"]*)"', form))
    found |= dict(re.findall(r'<textarea name="(\w+)"[^>]*>([^<]*)</textarea>', form))
    selects = re.findall(r'<select name="(\w+)".*?</select>', form, re.DOTALL)
    for name in selects:
        chosen = re.search(rf'<select name="{name}".*?<option value="([^"]*)" selected', form, re.DOTALL)
        found[name] = chosen[1] if chosen else "="
    return found


def _post(client: FlaskClient, path: str, **given: object) -> TestResponse:
    return client.post(path, data={"csrf": token(client.get("/tokens").get_data(as_text=True)), **given})


def test_the_form_shows_the_claim_and_saves_what_is_changed(at: Desk, client: FlaskClient, claim_id: int) -> None:
    page = _page(client, f"/claims/{claim_id}/correct")
    given = _fields(page)
    assert (given["statement"], given["version"]) == (at.row(claim_id).statement, str(at.row(claim_id).version))
    saved = _post(
        client, f"/claims/{claim_id}/correct", **{**given, "claimant": "the town hall", "next": "/triage"}
    )
    assert (saved.status_code, saved.location) == (302, "/triage")
    assert at.row(claim_id).claimant == "the town hall"
    shown = spaced(_page(client, f"/claims/{claim_id}"))
    assert "<del>the article itself</del> → <ins>the town hall</ins>" in shown
    undone = _post(client, "/undo", claim=claim_id, version=at.row(claim_id).version)
    assert undone.status_code == 302
    assert at.row(claim_id).claimant is None


def test_what_is_wrong_comes_back_with_what_was_typed(at: Desk, client: FlaskClient, claim_id: int) -> None:
    given = _fields(_page(client, f"/claims/{claim_id}/correct"))
    wrong = _post(client, f"/claims/{claim_id}/correct", **{**given, "claimant": "Eva", "words": "not there"})
    page = wrong.get_data(as_text=True)
    assert wrong.status_code == 422
    assert "these words do not stand in the article" in page
    assert 'value="Eva"' in page
    assert at.row(claim_id).claimant is None
    for name, typed in (("quantity_low", "many"), ("date_first", "2024-02-31")):
        more = {"quantity_text": "4,017", "quantity_high": "", "date_text": "4,017", "date_last": "", name: typed}
        refused = _post(client, f"/claims/{claim_id}/correct", **{**given, **more})
        assert refused.status_code == 422, name


def test_a_stale_form_is_refused_with_who_was_faster(at: Desk, client: FlaskClient, claim_id: int) -> None:
    given = _fields(_page(client, f"/claims/{claim_id}/correct"))
    at.step(claim_id, "take", at.reviewer)
    answer = _post(client, f"/claims/{claim_id}/correct", **{**given, "claimant": "Eva"})
    assert answer.status_code == 409
    assert "Taken by reviewer" in answer.get_data(as_text=True)


def test_corrections_of_different_fields_are_both_kept(at: Desk, client: FlaskClient, claim_id: int) -> None:
    given = _fields(_page(client, f"/claims/{claim_id}/correct"))
    with transaction(at.url) as conn:
        version = at.row(claim_id).version
        claim_edits.edit_claim(conn, EditInput(claim_id, version, {"context": "Alder, 2024"}), at.reviewer)
        claim_edits.edit_claim(conn, EditInput(claim_id, version + 1, {"kind": "event"}), at.reviewer)
    saved = _post(client, f"/claims/{claim_id}/correct", **{**given, "claimant": "the town hall"})
    assert saved.status_code == 302
    row = at.row(claim_id)
    assert (row.context, row.kind, row.claimant, row.version) == (
        "Alder, 2024",
        "event",
        "the town hall",
        version + 3,
    )
    assert _post(client, "/undo", claim=claim_id, version=row.version).status_code == 302
    assert (at.row(claim_id).context, at.row(claim_id).claimant) == ("Alder, 2024", None)


def test_of_a_field_that_two_people_corrected_both_wordings_are_shown(
    at: Desk, client: FlaskClient, claim_id: int
) -> None:
    path = f"/claims/{claim_id}/correct"
    given = _fields(_page(client, path))
    theirs: ClaimChanges = {"statement": "Alder has 4,017 inhabitants", "context": "Alder, 2024"}
    with transaction(at.url) as conn:
        claim_edits.edit_claim(conn, EditInput(claim_id, at.row(claim_id).version, theirs), at.reviewer)
    mine = {**given, "statement": "Alder has 4,017 people", "claimant": "the town hall"}
    refused = _post(client, path, **mine)
    page = refused.get_data(as_text=True)
    assert refused.status_code == 409
    assert at.row(claim_id).claimant is None
    shown = spaced(page)
    assert "as reviewer saved it" in shown
    assert "Alder has 4,017 <mark>inhabitants</mark>" in page
    assert "Alder has 4,017 <mark>people</mark>" in page
    again = _fields(page)
    assert (again["statement"], again["context"], again["claimant"]) == (
        "Alder has 4,017 people", "Alder, 2024", "the town hall",
    )  # fmt: skip
    assert _post(client, path, **again).status_code == 302
    assert (at.row(claim_id).statement, at.row(claim_id).claimant) == ("Alder has 4,017 people", "the town hall")


def test_bounds_that_two_people_moved_are_shown_in_words(at: Desk, client: FlaskClient, claim_id: int) -> None:
    path = f"/claims/{claim_id}/correct"
    given = _fields(_page(client, path))
    with transaction(at.url) as conn:
        changes: ClaimChanges = {"words": "Alder has 4,017 inhabitants"}
        claim_edits.edit_claim(conn, EditInput(claim_id, at.row(claim_id).version, changes), at.reviewer)
    refused = _post(client, path, **{**given, "words": "The town of Alder has 4,017"})
    assert refused.status_code == 409
    assert "<mark>The town of </mark>Alder has 4,017" in refused.get_data(as_text=True)


def test_a_claim_is_added_by_its_words_and_marked_in_the_article(
    at: Desk, client: FlaskClient, claim_id: int
) -> None:
    path = f"/articles/{at.row(claim_id).article_id}/add-claim"
    assert "Add a claim" in _page(client, path)
    added = _post(client, path, words="mayor  resigned", claimant="")
    assert added.status_code == 302
    made = int(added.location.rpartition("/")[2])
    assert (at.row(made).text, at.row(made).statement) == ("mayor resigned", "mayor resigned")
    again = _post(client, path, words="mayor resigned")
    assert again.status_code == 422
    version = at.row(made).version
    assert _post(client, "/undo", claim=made, version=version).status_code == 302
    assert at.row(made).state == "declined"
    assert _post(client, "/undo", claim=made, version=version).status_code == 409
    version = at.row(claim_id).version
    _post(client, f"/claims/{claim_id}/move", action="decline", reason="No claim", version=version)
    page = _page(client, f"/articles/{at.row(claim_id).article_id}")
    assert 'title="no claim: a person removed it"' in page


def test_a_claim_is_cut_and_merged_again(at: Desk, client: FlaskClient, claim_id: int) -> None:
    version = at.row(claim_id).version
    cut = _post(client, f"/claims/{claim_id}/cut", second="has 4,017", version=version)
    assert cut.status_code == 302
    assert at.row(claim_id).text == "The town of Alder"
    page = _page(client, f"/claims/{claim_id}/correct")
    assert "Merge with the claim after: “has 4,017 inhabitants" in spaced(page)
    other = re.search(r'name="other" value="(\d+)"', page)
    assert other
    version = at.row(claim_id).version
    assert _post(client, f"/claims/{claim_id}/merge", other=other[1], version=version).status_code == 302
    assert at.row(claim_id).text.startswith("The town of Alder has 4,017 inhabitants")
    refused = _post(client, f"/claims/{claim_id}/cut", second="nowhere", version=at.row(claim_id).version)
    assert "these words do not stand in the claim" in refused.get_data(as_text=True)


def test_both_ends_of_the_bounds_are_those_that_the_form_sends(
    at: Desk, client: FlaskClient, claim_id: int
) -> None:
    given = _fields(_page(client, f"/claims/{claim_id}/correct"))
    kept = {name: value for name, value in given.items() if not name.startswith(("quantity_", "date_"))}
    bounds = {"words": "", "start": "4", "end": "17"}
    assert _post(client, f"/claims/{claim_id}/correct", **{**kept, **bounds}).status_code == 302
    assert at.row(claim_id).text == "town of Alder"

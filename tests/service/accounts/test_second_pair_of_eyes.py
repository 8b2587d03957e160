"""Review: the claim in its paragraph, a rating before the author's is shown, and what relies on what is corrected."""

from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient

from checks.types.passage import Passage
from checks.types.stance import Finding
from service.app import create_app
from store.claims import claims, transitions
from store.claims.transitions import list_open_actions
from store.claims.workflow import NotAllowed
from store.db import transaction
from store.lookups import evidence, lookups
from store.newsroom import profile
from store.notices import notices
from store.people import Actor, Refused
from store.verdicts import dependents, disagreements, fact_checks, second_ratings, verdicts
from store.verdicts.surroundings import cut_paragraph
from store.verdicts.verdicts import VerdictContent
from tests.fixtures.cluster_parts import AGAIN, POLAND, Desk
from tests.fixtures.desk_parts import compact, person, sign_in, token


@pytest.fixture
def reviewer(at: Desk) -> Iterator[FlaskClient]:
    with create_app().test_client() as browser:
        sign_in(browser, "reviewer")
        yield browser


def _blind(at: Desk) -> None:
    with transaction(at.url) as conn:
        profile.change_newsroom(conn, at.reviewer, name="", contact="", method="", corrections_policy="",
                                blind_second_rating=True)  # fmt: skip


def test_the_claim_stands_in_its_paragraph(at: Desk, reviewer: FlaskClient) -> None:
    at.comes(f"It is late.\n\nThe minister spoke. {POLAND} He left.\n\nIt rained.")
    at.drafted(at.waiting()[0], "False")
    page = compact(reviewer.get("/review").get_data(as_text=True))
    said = page.split('<blockquote class="said">')[1].split("</blockquote>")[0]
    assert said.startswith("The minister spoke. <mark>Poland has more than 38 million inhabitants")
    assert "He left." in said
    assert "It rained" not in said
    assert "It is late" not in said


@pytest.mark.parametrize(
    ("before", "after", "cut"),
    [
        ("One.\nTwo. ", " Three.\nFour.", ("Two. ", " Three.")),
        ("word " * 130, " word" * 130, ("… " + "word " * 129, " word" * 129 + " …")),
        ("", "", ("", "")),
    ],
)
def test_a_long_paragraph_is_cut_between_words(before: str, after: str, cut: tuple[str, str]) -> None:
    found = cut_paragraph(before, "claim", after)
    assert (found.before, found.after) == cut


def test_a_reviewer_rates_before_the_rating_is_shown(at: Desk, reviewer: FlaskClient) -> None:
    _blind(at)
    claim_id = at.comes(POLAND)
    at.drafted(claim_id, "False")
    page = compact(reviewer.get("/review").get_data(as_text=True))
    assert "How would you rate it?" in page
    assert "So it is." not in page
    assert "They were counted." in page  # what it cites is shown
    for action, given in (("approve", {}), ("request_changes", {"reason": "The year"})):
        with pytest.raises(NotAllowed, match="rate it first"):
            at.step(claim_id, action, at.reviewer, **given)
    assert not {"approve", "request_changes"} & set(_open_actions(at, claim_id))
    sent = reviewer.post(f"/review/{claim_id}/rating", data={"csrf": token(page), "rating": "Mostly false"})
    assert sent.status_code == 302
    page = compact(reviewer.get("/review").get_data(as_text=True))
    assert "<b>False</b> So it is." in page
    assert "the two ratings differ" in page


def test_a_verdict_that_is_to_be_rated_is_shown_nowhere_else(at: Desk, reviewer: FlaskClient) -> None:
    """The claim's page and the API told the rating and the words at once."""
    claim_id = at.comes(POLAND)
    at.publish(claim_id, "True")
    _blind(at)
    at.step(claim_id, "correct", reason="It was counted anew")
    with transaction(at.url) as conn:
        content = VerdictContent("Mostly false", "The year is wrong.", "A register was read.", [])
        version = claims.get_claim(conn, claim_id).version
        transitions.write_verdict(conn, claim_id, content, at.checker, version)
    at.step(claim_id, "submit")
    api = f"/api/v1/claims/{claim_id}"
    paths = (f"/claims/{claim_id}", api, f"{api}/verdicts", f"{api}/audit", "/api/v1/rating-disagreements")
    before = {path: reviewer.get(path) for path in paths}
    assert {each.status_code for each in before.values()} == {200}
    for path, answer in before.items():
        assert _said(answer.get_data(as_text=True)) == [], path
    assert "Rate it first" in before[paths[0]].get_data(as_text=True)
    assert (before[api].get_json()["to_rate"], before[api].get_json()["verdict"]) == (True, None)
    assert [each["number"] for each in before[f"{api}/verdicts"].get_json()["items"]] == [1]
    with create_app().test_client() as author:
        sign_in(author, "checker")
        assert author.get(api).get_json()["verdict"]["rating"] == "Mostly false"
    page = reviewer.get("/review").get_data(as_text=True)
    reviewer.post(f"/review/{claim_id}/rating", data={"csrf": token(page), "rating": "Mostly false"})
    assert "The year is wrong." in reviewer.get(paths[0]).get_data(as_text=True)
    assert reviewer.get(api).get_json()["verdict"]["summary"] == "The year is wrong."
    assert [each["number"] for each in reviewer.get(f"{api}/verdicts").get_json()["items"]] == [2, 1]


def _said(answer: str) -> list[str]:
    """Which of the words of the verdict that is to be rated stand in an answer."""
    words = ("version 2: Mostly false", "The year is wrong.", "A register was read.")
    return [each for each in words if each in answer]


def _open_actions(at: Desk, claim_id: int) -> tuple[str, ...]:
    """What the reviewer may do with a claim now."""
    with transaction(at.url) as conn:
        return list_open_actions(conn, claim_id, at.reviewer)


def _differ(at: Desk, reviewer: FlaskClient) -> int:
    """A verdict in review that the reviewer rates differently."""
    _blind(at)
    claim_id = at.comes(POLAND)
    at.drafted(claim_id, "False")
    page = reviewer.get("/review").get_data(as_text=True)
    reviewer.post(f"/review/{claim_id}/rating", data={"csrf": token(page), "rating": "Mostly false"})
    return claim_id


def test_ratings_that_differ_are_a_task_of_the_reviewer_resolved_with_a_reason(
    at: Desk, reviewer: FlaskClient
) -> None:
    claim_id = _differ(at, reviewer)
    mine = compact(reviewer.get("/mine").get_data(as_text=True))
    assert 'Ratings that differ, mine to resolve <span class="count">1</span>' in mine
    assert "1</strong> rating differs in review" in compact(reviewer.get("/").get_data(as_text=True))
    page = compact(reviewer.get("/review").get_data(as_text=True))
    assert "It is yours to resolve" in page
    assert "Approve and publish" not in page
    with pytest.raises(NotAllowed, match="reviewer rated it Mostly false"):
        at.step(claim_id, "approve", at.reviewer)
    assert {"approve", "request_changes"} & set(_open_actions(at, claim_id)) == {"request_changes"}
    path, csrf = f"/review/{claim_id}/disagreement", token(page)
    assert reviewer.post(path, data={"csrf": csrf, "reason": " "}).status_code == 422
    assert reviewer.post(path, data={"csrf": csrf, "reason": "The office counts residents"}).status_code == 302
    page = compact(reviewer.get("/review").get_data(as_text=True))
    assert "reviewer decided" in page
    assert "rating kept, “The office counts residents”" in page
    assert "Approve and publish" in page
    assert "approve" in _open_actions(at, claim_id)
    assert "mine to resolve" not in reviewer.get("/mine").get_data(as_text=True)
    assert reviewer.post(path, data={"csrf": csrf, "reason": "x"}).status_code == 404
    at.step(claim_id, "approve", at.reviewer)
    assert at.events(claim_id)[-4:] == ["second rating", "ratings differ", "disagreement resolved", "approve"]


def test_what_was_resolved_is_open_again_where_another_reviewer_differs(at: Desk, reviewer: FlaskClient) -> None:
    claim_id = _differ(at, reviewer)
    other = person(at.url, "reviewer", "another")
    with transaction(at.url) as conn:
        latest = verdicts.find_latest_verdict(conn, claim_id)
        assert latest
        disagreements.resolve_disagreement(conn, claim_id, "It is so", at.reviewer)
        disagreements.note_disagreement(conn, latest.id, "Mostly false", at.reviewer)  # has decided
        assert disagreements.list_open_disagreements(conn) == []
        disagreements.note_disagreement(conn, latest.id, "True", other)
        (found,) = disagreements.list_open_disagreements(conn)
    assert (found.assignee, found.rating, found.reason) == ("another", "True", None)
    with pytest.raises(NotAllowed, match="another rated it True"):
        at.step(claim_id, "approve", at.reviewer)


def test_asking_for_changes_resolves_it_and_a_new_version_is_rated_anew(at: Desk, reviewer: FlaskClient) -> None:
    claim_id = _differ(at, reviewer)
    at.step(claim_id, "request_changes", at.reviewer, reason="Half of it holds")
    with transaction(at.url) as conn:
        latest = verdicts.find_latest_verdict(conn, claim_id)
        assert latest
        found = disagreements.get_disagreement(conn, latest.id)
        assert (found.outcome, found.reason, found.resolver) == (
            "changes requested", "Half of it holds", "reviewer",
        )  # fmt: skip
        assert disagreements.list_open_disagreements(conn) == []
    at.drafted(claim_id, "Mostly false")
    page = reviewer.get("/review").get_data(as_text=True)
    assert "How would you rate it?" in page
    reviewer.post(f"/review/{claim_id}/rating", data={"csrf": token(page), "rating": "Mostly false"})
    at.step(claim_id, "approve", at.reviewer)


def test_only_a_reviewer_who_did_not_write_it_resolves_it(at: Desk, reviewer: FlaskClient) -> None:
    claim_id = _differ(at, reviewer)
    client = create_app().test_client()
    sign_in(client, "checker")
    page = client.get("/review").get_data(as_text=True)
    data = {"csrf": token(page), "reason": "I am right"}
    assert client.post(f"/review/{claim_id}/disagreement", data=data).status_code == 403
    with transaction(at.url) as conn, pytest.raises(NotAllowed, match="did not write"):
        disagreements.resolve_disagreement(conn, claim_id, "I am right", Actor(at.checker.id, "reviewer"))


def test_the_author_and_a_checker_give_no_second_rating(at: Desk, client: FlaskClient) -> None:
    _blind(at)
    claim_id = at.comes(POLAND)
    at.drafted(claim_id, "False")
    page = client.get("/review").get_data(as_text=True)
    assert "How would you rate it?" not in page
    data = {"csrf": token(page), "rating": "True"}
    assert client.post(f"/review/{claim_id}/rating", data=data).status_code == 403
    with transaction(at.url) as conn:
        latest = verdicts.find_latest_verdict(conn, claim_id)
        assert latest
        with pytest.raises(Refused, match="did not write"):
            second_ratings.add_second_rating(conn, latest.id, "True", at.checker)


def _citing(at: Desk, slug: str) -> int:
    """A published claim whose verdict cites the page of another."""
    claim_id = at.comes("The dam at Alder was inspected in March 2026.")
    at.step(claim_id, "take")
    with transaction(at.url) as conn:
        passage = Passage("It was counted.", "summary", "Factdesk newsroom", url=f"/fact-checks/{slug}")
        asked = lookups.list_lookups(conn, claim_id)[0].id
        found = [(claim_id, asked, Finding("supports", "r", 0.9, passage))]
        [cited] = evidence.add_lookup_evidence(conn, found)
        version = claims.get_claim(conn, claim_id).version
        transitions.write_verdict(
            conn, claim_id, VerdictContent("True", "It was.", "Looked up.", [cited]), at.checker, version
        )
    at.step(claim_id, "submit")
    for action in ("approve", "publish"):
        at.step(claim_id, action, at.reviewer)
    return claim_id


def test_what_relies_on_a_corrected_fact_check_is_listed_until_it_is_corrected(
    at: Desk, reviewer: FlaskClient
) -> None:
    claim_id = at.comes(POLAND)
    at.publish(claim_id, "False")
    with transaction(at.url) as conn:
        check = fact_checks.find_fact_check(conn, claim_id)
        assert check
    citing, repeats = _citing(at, check.slug), at.comes(AGAIN[0])
    with transaction(at.url) as conn:
        found = [(row.claim_id, row.how) for row in dependents.list_dependents(conn, claim_id)]
        assert found == [(citing, "cites it"), (repeats, "repeats it")]
        assert dependents.list_outdated(conn) == []
    at.step(claim_id, "correct", reason="Counted anew")
    at.drafted(claim_id, "Mostly false")
    assert "2 claims rely on" in compact(reviewer.get("/review").get_data(as_text=True))
    for action in ("approve", "publish"):
        at.step(claim_id, action, at.reviewer)
    with transaction(at.url) as conn:
        notified = [row for row in notices.list_notices(conn, at.checker.id or 0) if row.kind == "relies on"]
    assert [row.claim_id for row in notified] == [citing]  # nobody works on what repeats it
    page = compact(reviewer.get("/review").get_data(as_text=True))
    assert "Published, and resting on what has changed since" in page
    assert "1</strong> fact-check rests on what has changed" in compact(reviewer.get("/").get_data(as_text=True))
    at.step(citing, "correct", reason="What it cites was corrected")
    at.publish(citing, "True")
    with transaction(at.url) as conn:
        assert dependents.list_outdated(conn) == []

"""Automation rules on claims that come to triage: in a batch, alone, once, and never after a person."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from sqlalchemy import event, select, update

from settings import settings
from store import articles, audit, people, queue
from store.automation import arrival, rules
from store.automation.preview import preview_filters
from store.automation.rules import RuleContent
from store.claims import claims, found_claims, transitions
from store.claims.claims import ClaimRecord
from store.claims.filters import ClaimFilters
from store.claims.tables import claims as claims_table
from store.claims.workflow import TransitionInput
from store.db import transaction
from store.lookups import batches
from store.newsroom import profile
from store.notices import notices
from store.people import MACHINE, Actor
from store.triage import tags
from tests.fixtures.desk_parts import person, work_through
from workers.tasks import lookup_batch, split

TEXT = (
    "Tartu has more than 90,000 inhabitants. Narva has 12 schools. "
    "The council of Tartu spent 5 million euros on roads in 2021."
)

NARVA = RuleContent("Narva", "q=Narva", ClaimFilters(words="Narva"))
COUNCIL = RuleContent("Council", "q=council", ClaimFilters(words="council"))
EVERY = RuleContent("Every", "language=en", ClaimFilters(language="en"))


@pytest.fixture
def admin(desk: str) -> Actor:
    return person(desk, "admin")


def _keep(url: str, actor: Actor, *contents: RuleContent) -> list[int]:
    with transaction(url) as conn:
        return [rules.add_rule(conn, content, actor) for content in contents]


def _arrive(url: str) -> None:
    """An article that was split; its title names nothing that the rules look for."""
    with transaction(url) as conn:
        submitted = articles.Submission(TEXT, title="Numbers")
        revision_id = articles.receive_article(conn, submitted, MACHINE).revision_id
    split.run(revision_id)


def _batch(url: str) -> int:
    """The job of its claims."""
    with transaction(url) as conn:
        subjects = select(queue.work.c.subject).where(queue.work.c.kind == batches.KIND)
        return int(conn.execute(subjects).scalar_one())


def _claims(url: str) -> dict[str, ClaimRecord]:
    """By a word that only one of them has."""
    with transaction(url) as conn:
        rows = claims.list_claims(conn, ClaimFilters(), sort="oldest")
    return {word: next(r for r in rows if word in r.statement) for word in ("Narva", "inhabitants", "5 million")}


def _history(url: str, claim_id: int) -> list[tuple[str, str | None, str | None]]:
    with transaction(url) as conn:
        entries = audit.list_audit_entries(conn, "claim", claim_id)
    return [(entry.event, entry.reason, entry.actor) for entry in reversed(entries)]


def _rule(url: str, rule_id: int) -> rules.AutomationRule:
    with transaction(url) as conn:
        return rules.get_rule(conn, rule_id)


def test_a_batch_of_claims_is_assigned_declined_tagged_raised_and_announced(desk: str, admin: Actor) -> None:
    ben = person(desk, "checker", "ben")
    narva, council, every = _keep(
        desk, admin,
        replace(NARVA, decline_reason="Not in our field"),
        replace(COUNCIL, assign_to=ben.id, raised=True),
        replace(EVERY, tags=["Estonia"], notify=[ben.id]),
    )  # fmt: skip
    _arrive(desk)
    work_through(desk)

    found = _claims(desk)
    assert {word: (row.state, row.owner_id) for word, row in found.items()} == {
        "Narva": ("declined", None), "inhabitants": ("triage", None), "5 million": ("assigned", ben.id),
    }  # fmt: skip
    assert found["Narva"].decline_reason == "Not in our field"
    assert found["5 million"].worth == 1.0
    assert "raised by the rule “Council”, from " in found["5 million"].reasons[0]
    with transaction(desk) as conn:
        assert tags.list_tags(conn, [row.id for row in found.values()]) == {
            found["Narva"].id: [], found["inhabitants"].id: ["estonia"], found["5 million"].id: ["estonia"],
        }  # fmt: skip
        reported = {
            (row.kind, row.claim_id, row.actor, row.text) for row in notices.list_notices(conn, ben.id or 0)
        }
    assert {kind for kind, *_ in reported} == {"assigned", "rule matched"}
    assert any(text == "The rule “Every”, and 1 more that came with it" for *_, text in reported)
    assert _history(desk, found["Narva"].id)[-2:] == [
        ("rule applied", "Narva", None), ("decline", "Not in our field", None),
    ]  # fmt: skip
    assert ("raised", "the rule “Council”", None) in _history(desk, found["5 million"].id)
    assert [_rule(desk, n).used for n in (narva, council, every)] == [1, 1, 2]
    assert _rule(desk, narva).used_at is not None


def test_a_claim_that_is_suggested_by_itself_meets_the_rules_too(desk: str, admin: Actor) -> None:
    _keep(desk, admin, replace(NARVA, decline_reason="Opinion"))
    _arrive(desk)
    with transaction(desk) as conn:  # the batch broke once, so that each lookup gets its own job
        conn.execute(update(queue.work).where(queue.work.c.kind == batches.KIND).values(attempts=1))
    work_through(desk)
    assert _claims(desk)["Narva"].state == "declined"


def test_run_twice_it_changes_nothing(desk: str, admin: Actor) -> None:
    (rule_id,) = _keep(desk, admin, replace(EVERY, tags=["x"], raised=True))
    _arrive(desk)
    batch_id = _batch(desk)
    lookup_batch.run(batch_id)
    before = _claims(desk)
    lookup_batch.run(batch_id)
    with transaction(desk) as conn:
        arrival.receive_in_triage(conn, [row.id for row in before.values()])
    assert _claims(desk) == before
    assert _rule(desk, rule_id).used == len(before)


def test_a_claim_that_a_person_has_touched_is_left_alone(desk: str, admin: Actor) -> None:
    _keep(desk, admin, replace(EVERY, tags=["x"], decline_reason="Opinion"))
    _arrive(desk)
    first, second, _ = _claims(desk).values()
    with transaction(desk) as conn:  # still new: one is tagged by hand, one is taken
        tags.change_tags(conn, [first.id], admin, add=["mine"])
        transitions.apply_transition(conn, second.id, "take", admin, second.version, TransitionInput())
    work_through(desk)
    states = {row.id: row.state for row in _claims(desk).values()}
    assert (states[first.id], states[second.id]) == ("triage", "assigned")
    assert sorted(states.values()) == ["assigned", "declined", "triage"]


def test_a_rule_that_is_off_or_refers_to_what_is_gone_does_nothing(desk: str, admin: Actor) -> None:
    ben = person(desk, "checker", "ben")
    kept = _keep(
        desk, admin,
        replace(NARVA, assign_to=ben.id),
        replace(COUNCIL, decline_reason="Too small to matter"),
        replace(EVERY, tags=["x"], active=False),
    )  # fmt: skip
    with transaction(desk) as conn:
        conn.execute(update(people.people).where(people.people.c.id == ben.id).values(active=False))
        profile.change_decline_reasons(conn, admin, ["Opinion"])
    _arrive(desk)
    work_through(desk)
    assert {row.state for row in _claims(desk).values()} == {"triage"}
    assert [_rule(desk, n).used for n in kept] == [0, 0, 0]


def test_a_rule_goes_before_the_person_of_a_feed(desk: str, admin: Actor) -> None:
    ben, ada = person(desk, "checker", "ben"), person(desk, "checker", "ada")
    _keep(desk, admin, replace(NARVA, assign_to=ben.id), replace(EVERY, tags=["x"]))
    _arrive(desk)
    rows = _claims(desk)
    with transaction(desk) as conn:
        arrival.receive_in_triage(conn, [row.id for row in rows.values()], ada.id)
    assert {word: row.owner_id for word, row in _claims(desk).items()} == {
        "Narva": ben.id, "inhabitants": ada.id, "5 million": ada.id,
    }  # fmt: skip


def test_rules_are_matched_by_one_query_however_many_claims_and_rules(desk: str, admin: Actor) -> None:
    _keep(desk, admin, *(replace(NARVA, name=f"rule {n}", tags=["x"]) for n in range(20)))
    with transaction(desk) as conn:
        received = articles.receive_article(conn, articles.Submission(TEXT), MACHINE)
        made = _written(60)
        written = found_claims.write_claims(conn, received.revision_id, received.article_id, made)
        conn.execute(update(claims_table).values(state="triage"))
        asked: list[str] = []
        event.listen(conn, "before_cursor_execute", lambda *given: asked.append(given[2]))
        found = arrival.find_matches(conn, [n for n, _ in written], rules.list_rules(conn, active=True))
    assert len(found) == 20
    assert sum("UNION ALL" in statement for statement in asked) == 1
    assert len(asked) == 2  # the rules, and the claims that they match


def _written(count: int) -> list[found_claims.Claim]:
    return [
        found_claims.Claim(
            n, n + 1, "x", statement=f"Claim {n}", kind="statement", claimant=None, worth=0.5, reasons=()
        )
        for n in range(count)
    ]


def test_the_preview_counts_the_newest_claims_in_any_state(desk: str, admin: Actor) -> None:
    _arrive(desk)
    work_through(desk)
    with transaction(settings().database_url) as conn:
        preview = preview_filters(conn, ClaimFilters(words="Narva"))
    assert (preview.looked_at, preview.matched) == (3, 1)
    assert [claim.id for claim in preview.shown] == [_claims(desk)["Narva"].id]


def test_filters_are_kept_and_read_back_as_they_were(desk: str, admin: Actor) -> None:
    filters = ClaimFilters(
        kinds=("quantity", "event"), suggestions=("refuted",), words="a “b”", worth=0.4, claimant="Ada",
        publisher="Gazette", language="en", repeated=True, since=datetime(2026, 2, 1, tzinfo=UTC),
    )  # fmt: skip
    (rule_id,) = _keep(desk, admin, RuleContent("all", "", filters, raised=True))
    assert _rule(desk, rule_id).claim_filters == filters


def test_a_rule_moves_up_and_every_change_is_in_the_audit(desk: str, admin: Actor) -> None:
    first, second = _keep(desk, admin, replace(NARVA, raised=True), replace(COUNCIL, raised=True))
    with transaction(desk) as conn:
        rules.move_rule(conn, second, admin)
        rules.switch_rule(conn, first, False, admin)
        rules.remove_rule(conn, second, admin)
        order = [rule.id for rule in rules.list_rules(conn)]
        query = select(audit.audit.c.event).where(audit.audit.c.subject_kind == "rule").order_by(audit.audit.c.id)
        entries = list(conn.execute(query).scalars())
    assert order == [first]
    assert entries == ["added", "added", "moved up", "switched off", "removed"]


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"name": " "}, "name"), ({"name": "x" * 61}, "name"), ({"raised": False}, "actions"),
        ({"filters": ClaimFilters()}, "filters"), ({"assign_to": 999}, "assign_to"), ({"notify": [999]}, "notify"),
        ({"decline_reason": "Because"}, "decline_reason"), ({"tags": ["a\u0001"]}, "tag"),
        ({"filters": ClaimFilters(feed_id=9)}, "feed"),
    ],
)  # fmt: skip
def test_what_cannot_be_kept_is_refused(desk: str, admin: Actor, changed: dict[str, object], field: str) -> None:
    with transaction(desk) as conn, pytest.raises(people.Refused) as error:
        rules.add_rule(conn, replace(replace(NARVA, raised=True), **changed), admin)  # type: ignore[arg-type]
    assert error.value.field == field

"""Claims as they come to triage: the machine's step, then what the automation rules say, then the feed's own person."""

from collections.abc import Collection, Sequence

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB, insert

from store.audit import audit
from store.automation.decisions import RuleStep, decide_steps, describe_actions, list_problems
from store.automation.rules import AutomationRule, list_rules, load_existing
from store.automation.tables import automation_rule_uses
from store.claims.claims import get_claim
from store.claims.filters import Condition, all_conditions
from store.claims.tables import claims
from store.claims.transitions import apply_transition, assign_to_default_owner, triage_claims
from store.claims.workflow import TransitionInput
from store.claims.writes import HistoryEntry, add_history_entry, update_fields
from store.columns import among
from store.notices.notices import add_notices
from store.people import MACHINE
from store.triage.tags import change_tags


def receive_in_triage(conn: sa.Connection, claim_ids: Collection[int], owner_id: int | None = None) -> None:
    """Take claims that have their suggestions to triage, and do what the automation rules say of them.

    Those that were there before, or that people hold, are left alone; so the same call again changes nothing.

    Args:
        owner_id: who gets what no rule has assigned or declined; None for nobody.
    """
    apply_rules(conn, triage_claims(conn, claim_ids))
    if owner_id is not None:
        for claim_id in claim_ids:
            assign_to_default_owner(conn, claim_id, owner_id)


def apply_rules(conn: sa.Connection, claim_ids: Collection[int]) -> None:
    """Do what the rules say of claims that have just come to triage; members of a cluster are judged with its head."""
    rules = list_rules(conn, active=True) if claim_ids else []
    if not rules:
        return
    existing = load_existing(conn)
    sound = [rule for rule in rules if not list_problems(rule.actions, existing)]
    matches = find_matches(conn, claim_ids, sound)
    for step in decide_steps([rule.actions for rule in sound], matches):
        _apply(conn, step, describe_actions(step.rule, existing.names))


def find_matches(
    conn: sa.Connection, claim_ids: Collection[int], rules: Sequence[AutomationRule]
) -> dict[int, list[int]]:
    """By rule id, the claims that it matches among these, the most worth checking first, in one query for all rules.

    A claim that a person did anything to matches nothing.
    """
    found: dict[int, list[int]] = {rule.id: [] for rule in rules}
    if not rules or not claim_ids:
        return found
    parts = [
        sa.select(claims.c.id, claims.c.worth, sa.literal(rule.id, sa.BigInteger).label("rule_id")).where(
            among(claims.c.id, claim_ids), *_untouched(), *all_conditions(conn, rule.claim_filters)
        )
        for rule in rules
    ]
    every = sa.union_all(*parts).subquery()
    query = sa.select(every.c.id, every.c.rule_id).order_by(every.c.worth.desc(), every.c.id)
    for claim_id, rule_id in conn.execute(query):
        found[rule_id].append(claim_id)
    return found


def _untouched() -> list[Condition]:
    by_person = sa.exists().where(
        audit.c.subject_kind == "claim", audit.c.subject == claims.c.id, audit.c.actor_id.is_not(None)
    )
    return [claims.c.state == "triage", claims.c.head_id.is_(None), claims.c.owner_id.is_(None), ~by_person]


def _apply(conn: sa.Connection, step: RuleStep, words: list[str]) -> None:
    """Do what one rule does; the history of each claim names the rule first, then each step."""
    rule, ids = step.rule, list(step.claim_ids)
    entry = HistoryEntry("rule applied", rule.name, {"rule": rule.id, "does": words})
    add_history_entry(conn, ids, MACHINE, entry)
    used = [{"claim_id": claim_id, "rule_id": rule.id} for claim_id in ids]
    conn.execute(insert(automation_rule_uses).on_conflict_do_nothing(), used)
    if rule.raised:
        _raise(conn, ids, rule.name)
    if step.tagged:
        change_tags(conn, step.tagged, MACHINE, add=rule.tags)
    if rule.notify:
        more = f", and {len(ids) - 1:,} more that came with it" if len(ids) > 1 else ""
        add_notices(conn, rule.notify, "rule matched", ids[0], MACHINE, f"The rule “{rule.name}”{more}")
    action = "decline" if rule.decline_reason is not None else "assign"
    given = TransitionInput(rule.decline_reason or f"the rule “{rule.name}”", owner_id=rule.assign_to)
    for claim_id in step.settled:
        apply_transition(conn, claim_id, action, MACHINE, get_claim(conn, claim_id).version, given)


def _raise(conn: sa.Connection, ids: list[int], name: str) -> None:
    """Give claims the highest worth, and the reason with the worth that they had."""
    was = sa.func.round(100 * claims.c.worth).cast(sa.Integer).cast(sa.Text)
    said = sa.func.concat("raised by the rule “", sa.literal(name), "”, from ", was)
    reasons = sa.cast(sa.func.jsonb_build_array(said), JSONB).op("||")(claims.c.reasons)
    entry = HistoryEntry("raised", f"the rule “{name}”")
    update_fields(conn, ids, MACHINE, entry, {"worth": 1.0, "reasons": reasons})

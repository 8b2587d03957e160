"""What automation rules do to the claims that they match, decided from values alone."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

MOST_TAGS: Final = 20  # that rules give to one claim


@dataclass(frozen=True, slots=True)
class RuleActions:
    """A rule and what it does; see `store.automation.rules.AutomationRule` for the fields.

    Attributes:
        feed_id: the feed that its filters name; None for any.
    """

    id: int
    name: str
    assign_to: int | None = None
    decline_reason: str | None = None
    tags: tuple[str, ...] = ()
    raised: bool = False
    notify: tuple[int, ...] = ()
    feed_id: int | None = None


@dataclass(frozen=True, slots=True)
class Existing:
    """What rules may refer to: the ids of people whose account is open, the reasons to decline, and the ids of feeds.

    `names` are those of all people, also of those who left.
    """

    people: Collection[int]
    reasons: Collection[str]
    feeds: Collection[int]
    names: Mapping[int, str]


@dataclass(frozen=True, slots=True)
class RuleStep:
    """What one rule does: to `claim_ids` as a whole, of them it assigns or declines `settled`, and tags `tagged`."""

    rule: RuleActions
    claim_ids: tuple[int, ...]
    settled: tuple[int, ...]
    tagged: tuple[int, ...]


def list_problems(rule: RuleActions, existing: Existing) -> list[str]:
    """What a rule refers to that is gone, in words; such a rule does nothing."""
    found = []
    named = ([rule.assign_to] if rule.assign_to is not None else []) + list(rule.notify)
    for person_id in dict.fromkeys(named):
        if person_id not in existing.people:
            found.append(f"{existing.names.get(person_id, 'somebody')} has left")
    if rule.decline_reason is not None and rule.decline_reason not in existing.reasons:
        found.append(f"the reason “{rule.decline_reason}” is no longer in the list")
    if rule.feed_id is not None and rule.feed_id not in existing.feeds:
        found.append("the feed that it names was removed")
    return found


def decide_steps(rules: Sequence[RuleActions], matches: Mapping[int, Collection[int]]) -> list[RuleStep]:
    """What rules do, in their order.

    For each claim, only the first rule that assigns and the first that declines count. Rules after one that declines
    do nothing to that claim. A claim has at most `MOST_TAGS` tags of rules.

    Args:
        rules: those that are on and refer to nothing that is gone, in their order.
        matches: by rule id, the ids of the claims that it matches.
    """
    settled: dict[int, bool] = {}  # claims that were assigned, or (True) declined
    tags: dict[int, set[str]] = {}
    steps = []
    for rule in rules:
        reached = [claim_id for claim_id in matches.get(rule.id, ()) if not settled.get(claim_id, False)]
        free = [claim_id for claim_id in reached if claim_id not in settled] if _settles(rule) else []
        tagged = [claim_id for claim_id in reached if _has_room(tags.get(claim_id, set()), rule.tags)]
        touched = reached if rule.raised or rule.notify else [n for n in reached if n in free or n in tagged]
        for claim_id in tagged:
            tags.setdefault(claim_id, set()).update(rule.tags)
        settled |= dict.fromkeys(free, rule.decline_reason is not None)
        if touched:
            steps.append(RuleStep(rule, tuple(touched), tuple(free), tuple(tagged)))
    return steps


def describe_actions(rule: RuleActions, names: Mapping[int, str]) -> list[str]:
    """What a rule does, in words.

    Args:
        names: of people, by id.
    """
    said = []
    if rule.assign_to is not None:
        said.append(f"assign to {names.get(rule.assign_to, 'somebody who left')}")
    if rule.decline_reason is not None:
        said.append(f"decline: {rule.decline_reason}")
    if rule.tags:
        said.append(f"tag {', '.join(rule.tags)}")
    if rule.raised:
        said.append("raise to the head of triage")
    if rule.notify:
        said.append(f"tell {', '.join(names.get(n, 'somebody who left') for n in rule.notify)}")
    return said


def _settles(rule: RuleActions) -> bool:
    return rule.assign_to is not None or rule.decline_reason is not None


def _has_room(tags: Collection[str], more: Sequence[str]) -> bool:
    return bool(more) and len({*tags, *more}) <= MOST_TAGS

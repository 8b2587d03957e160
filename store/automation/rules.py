"""Automation rules as admins keep them: a name, the filters of a list of claims, and what is done to what fits."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from typing import Final

import sqlalchemy as sa
from pydantic import TypeAdapter

from store import audit
from store.automation.decisions import Existing, RuleActions
from store.automation.tables import automation_rule_uses as uses
from store.automation.tables import automation_rules as table
from store.claims.filters import ClaimFilters
from store.db import tell
from store.feeds.tables import feeds
from store.newsroom import profile
from store.people import Actor, Refused, people
from store.rows import AnySelect, fetch_all, fetch_one
from store.triage.tags import MOST_TAGS, clean_tag

LONGEST_RULE_NAME: Final = 60  # characters
LONGEST_QUERY: Final = 2000
MOST_RULES: Final = 50
MOST_NOTIFIED: Final = 20  # people whom one rule tells
MOST_COUNTED: Final = 10_000
_READ_FILTERS: Final = TypeAdapter(ClaimFilters)
_FILTERS: Final = frozenset(field.name for field in fields(ClaimFilters))


@dataclass(frozen=True, slots=True)
class RuleContent:
    """What an admin writes of a rule.

    Attributes:
        query: the filters as they stand in an address; `filters` is what they were read as.
        assign_to: who gets the claims; None for nobody.
        decline_reason: one of the newsroom's reasons; None if it does not decline.
        tags: what the claims are tagged with.
        raised: whether the claims go to the head of triage.
        notify: the ids of people who are told.
    """

    name: str
    query: str
    filters: ClaimFilters
    assign_to: int | None = None
    decline_reason: str | None = None
    tags: Sequence[str] = ()
    raised: bool = False
    notify: Sequence[int] = ()
    active: bool = True


@dataclass(frozen=True, slots=True)
class AutomationRule:
    """A stored rule, with the fields of `RuleContent`.

    Attributes:
        position: rules are looked at in this order.
        used: to how many claims it did something, counted up to `MOST_COUNTED` and one; `used_at` when last.
    """

    id: int
    name: str
    position: int
    active: bool
    query: str
    filters: dict[str, object]
    assign_to: int | None
    decline_reason: str | None
    tags: list[str]
    raised: bool
    notify: list[int]
    created_at: datetime
    changed_at: datetime
    used: int = 0
    used_at: datetime | None = None

    @property
    def actions(self) -> RuleActions:
        """What it does."""
        return RuleActions(
            id=self.id, name=self.name, assign_to=self.assign_to, decline_reason=self.decline_reason,
            tags=tuple(self.tags), raised=self.raised, notify=tuple(self.notify), feed_id=self.claim_filters.feed_id,
        )  # fmt: skip

    @property
    def claim_filters(self) -> ClaimFilters:
        """What it looks for. Raises `TypeError` for a filter that this version does not know."""
        if unknown := self.filters.keys() - _FILTERS:  # without it the rule would fit more claims than it says
            raise TypeError(f"there is no filter {min(unknown)}")
        return _READ_FILTERS.validate_python(self.filters)


def list_rules(conn: sa.Connection, *, active: bool = False) -> list[AutomationRule]:
    """All rules in their order, with how often they did something; `active` only those that are on, without that."""
    query = sa.select(table).where(table.c.active) if active else _select_counted()
    return fetch_all(conn, query.order_by(table.c.position, table.c.id), AutomationRule)


def get_rule(conn: sa.Connection, rule_id: int) -> AutomationRule:
    """One rule.

    Raises:
        NotFound: there is none with this id.
    """
    return fetch_one(conn, _select_counted().where(table.c.id == rule_id), AutomationRule, f"rule {rule_id}")


def load_existing(conn: sa.Connection) -> Existing:
    """What rules may refer to now."""
    rows = conn.execute(sa.select(people.c.id, people.c.name, people.c.active)).all()
    followed = conn.execute(sa.select(feeds.c.id)).scalars()
    reasons = profile.get_newsroom(conn).decline_reasons
    active = {row.id for row in rows if row.active}
    return Existing(active, reasons, set(followed), {row.id: row.name for row in rows})


def add_rule(conn: sa.Connection, content: RuleContent, actor: Actor) -> int:
    """Add a rule after all others.

    Returns:
        The rule's id.

    Raises:
        Refused: a value cannot be kept; names the field.
    """
    values = _checked(conn, content)
    if conn.execute(sa.select(sa.func.count()).select_from(table)).scalar_one() >= MOST_RULES:
        raise Refused("name", f"there are {MOST_RULES} rules; remove one first")
    last = sa.select(sa.func.coalesce(sa.func.max(table.c.position), 0) + 1).scalar_subquery()
    write = sa.insert(table).values(**values, position=last).returning(table.c.id)
    rule_id = int(conn.execute(write).scalar_one())
    _note(conn, actor, rule_id, "added", content.name, values)
    return rule_id


def change_rule(conn: sa.Connection, rule_id: int, content: RuleContent, actor: Actor) -> None:
    """Replace the content of a rule; it keeps its place among the others.

    Raises:
        NotFound: there is no such rule.
        Refused: a value cannot be kept; names the field.
    """
    get_rule(conn, rule_id)
    values = _checked(conn, content, rule_id)
    conn.execute(sa.update(table).where(table.c.id == rule_id).values(**values, changed_at=sa.func.now()))
    _note(conn, actor, rule_id, "changed", content.name, values)


def switch_rule(conn: sa.Connection, rule_id: int, active: bool, actor: Actor) -> None:
    """Switch a rule on or off. Raises `NotFound`."""
    rule = get_rule(conn, rule_id)
    if rule.active != active:
        conn.execute(sa.update(table).where(table.c.id == rule_id).values(active=active))
        _note(conn, actor, rule_id, "switched on" if active else "switched off", rule.name)


def move_rule(conn: sa.Connection, rule_id: int, actor: Actor) -> None:
    """Put a rule before the one that precedes it; the first one stays. Raises `NotFound`."""
    rule = get_rule(conn, rule_id)
    order = [each.id for each in list_rules(conn)]
    at = order.index(rule_id)
    if at == 0:
        return
    order[at - 1], order[at] = order[at], order[at - 1]
    for position, each in enumerate(order, 1):
        conn.execute(sa.update(table).where(table.c.id == each).values(position=position))
    _note(conn, actor, rule_id, "moved up", rule.name)


def remove_rule(conn: sa.Connection, rule_id: int, actor: Actor) -> None:
    """Remove a rule; what it did stays. Raises `NotFound`."""
    rule = get_rule(conn, rule_id)
    conn.execute(sa.delete(table).where(table.c.id == rule_id))
    _note(conn, actor, rule_id, "removed", rule.name)


def written_filters(filters: ClaimFilters) -> dict[str, object]:
    """The filters that narrow anything, as JSON holds them."""
    empty = ClaimFilters()
    return {
        name: value.isoformat() if isinstance(value, datetime) else value
        for name, value in asdict(filters).items()
        if value != getattr(empty, name)
    }


def _checked(conn: sa.Connection, content: RuleContent, rule_id: int | None = None) -> dict[str, object]:
    """The columns of a rule. Raises `Refused` naming the field."""
    name = " ".join(content.name.split())
    if not name or len(name) > LONGEST_RULE_NAME:
        raise Refused("name", f"a rule has a name of at most {LONGEST_RULE_NAME} characters")
    same = sa.select(table.c.id).where(table.c.name == name, table.c.id != (rule_id or 0))
    if conn.execute(same).first():
        raise Refused("name", "another rule has this name")
    filters = written_filters(content.filters)
    if not filters:
        raise Refused("filters", "choose at least one filter: a rule for every claim is a mistake")
    if len(content.query) > LONGEST_QUERY:
        raise Refused("filters", "these filters are too long to be kept")
    tags = sorted({clean_tag(tag) for tag in content.tags})
    if len(tags) > MOST_TAGS:
        raise Refused("tags", f"a claim has at most {MOST_TAGS} tags")
    _check_references(load_existing(conn), content)
    if not (content.assign_to or content.decline_reason or tags or content.raised or content.notify):
        raise Refused("actions", "choose what the rule does")
    return {
        "name": name, "query": content.query, "filters": filters, "assign_to": content.assign_to,
        "decline_reason": content.decline_reason, "tags": tags, "raised": content.raised,
        "notify": sorted(set(content.notify)), "active": content.active,
    }  # fmt: skip


def _check_references(existing: Existing, content: RuleContent) -> None:
    if content.assign_to is not None and content.assign_to not in existing.people:
        raise Refused("assign_to", f"nobody here has the number {content.assign_to}")
    if content.decline_reason is not None and content.decline_reason not in existing.reasons:
        raise Refused("decline_reason", f"the reason is one of {', '.join(existing.reasons)}")
    if content.assign_to is not None and content.decline_reason is not None:
        raise Refused("decline_reason", "a rule assigns claims or declines them, not both")
    if strangers := set(content.notify) - set(existing.people):
        raise Refused("notify", f"nobody here has the number {min(strangers)}")
    if len(set(content.notify)) > MOST_NOTIFIED:
        raise Refused("notify", f"a rule tells at most {MOST_NOTIFIED} people")
    if content.filters.feed_id is not None and content.filters.feed_id not in existing.feeds:
        raise Refused("feed", f"there is no feed {content.filters.feed_id}")


def _note(
    conn: sa.Connection, actor: Actor, rule_id: int, event: str, name: str, values: dict[str, object] | None = None
) -> None:
    audit.write_audit_entry(conn, actor, "rule", rule_id, event, reason=name, details=values)
    tell(conn, "rule", rule_id)


def _select_counted() -> AnySelect:
    """Rules with the fields of `AutomationRule`."""
    mine = sa.select(uses.c.at).where(uses.c.rule_id == table.c.id)
    some = mine.limit(MOST_COUNTED + 1)
    counted = sa.select(sa.func.count().label("used")).select_from(some.correlate(table).lateral()).lateral()
    newest = mine.order_by(uses.c.at.desc()).limit(1).correlate(table).scalar_subquery()
    return sa.select(table, counted.c.used, newest.label("used_at")).join(counted, sa.true())

"""Tags of claims: short words of the newsroom's own, such as “election”."""

import re
from collections.abc import Collection, Sequence
from typing import Final

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from store.claims.states import list_claim_states
from store.claims.writes import HistoryEntry, add_history_entry
from store.columns import among
from store.db import NotFound, metadata, tell
from store.people import Actor, Refused

LONGEST_TAG: Final = 40  # characters
MOST_TAGS: Final = 20  # of one claim
_UNUSABLE: Final = re.compile(r"[^\w .&+/-]")

claim_tags = sa.Table(
    "claim_tags",
    metadata,
    sa.Column("claim_id", sa.BigInteger, sa.ForeignKey("claims.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("tag", sa.Text, primary_key=True),
    sa.Index("ix_claim_tags_tag", "tag", "claim_id"),
)


def clean_tag(typed: str) -> str:
    """A tag as it is kept: lower case, single spaces. Raises `Refused` naming `tag`."""
    tag = " ".join(typed.lower().split())
    if not tag:
        raise Refused("tag", "the tag is empty")
    if len(tag) > LONGEST_TAG or _UNUSABLE.search(tag):
        raise Refused("tag", f"a tag has at most {LONGEST_TAG} letters, digits, spaces and . & + / -")
    return tag


def list_tags(conn: sa.Connection, claim_ids: Collection[int]) -> dict[int, list[str]]:
    """The tags of claims by claim id, in the order of the alphabet; an empty list where a claim has none."""
    found: dict[int, list[str]] = {claim_id: [] for claim_id in claim_ids}
    query = sa.select(claim_tags).where(among(claim_tags.c.claim_id, claim_ids)).order_by(claim_tags.c.tag)
    for row in conn.execute(query):
        found[row.claim_id].append(row.tag)
    return found


def change_tags(
    conn: sa.Connection,
    claim_ids: Collection[int],
    actor: Actor,
    *,
    add: Sequence[str] = (),
    remove: Sequence[str] = (),
) -> list[int]:
    """Give claims tags and take tags from them, each change with its entry in the history.

    Args:
        add, remove: tags as they are typed.

    Returns:
        The claims that were changed.

    Raises:
        NotFound: a claim does not exist.
        Refused: a tag cannot be kept, or a claim would have too many.
    """
    wanted, unwanted = {clean_tag(tag) for tag in add}, {clean_tag(tag) for tag in remove}
    states = list_claim_states(conn, claim_ids, lock=True)
    if missing := set(claim_ids) - set(states):
        raise NotFound(f"there is no claim {min(missing)}")
    before = list_tags(conn, claim_ids)
    changed = []
    for claim_id in states:
        after = sorted((set(before[claim_id]) | wanted) - unwanted)
        if after == before[claim_id]:
            continue
        if len(after) > MOST_TAGS:
            raise Refused("tag", f"claim {claim_id} would have more than {MOST_TAGS} tags")
        _write(conn, claim_id, before[claim_id], after, actor)
        changed.append(claim_id)
    return changed


def _write(conn: sa.Connection, claim_id: int, before: Sequence[str], after: Sequence[str], actor: Actor) -> None:
    """Write a claim's tags where they differ from those before, with an entry in the audit log."""
    own = claim_tags.c.claim_id == claim_id
    conn.execute(sa.delete(claim_tags).where(own, claim_tags.c.tag.in_(set(before) - set(after))))
    if fresh := [{"claim_id": claim_id, "tag": tag} for tag in after if tag not in before]:
        conn.execute(insert(claim_tags).on_conflict_do_nothing(), fresh)
    details = {"before": list(before), "after": list(after)}
    add_history_entry(conn, [claim_id], actor, HistoryEntry("tagged", details=details))
    tell(conn, "claim", claim_id)

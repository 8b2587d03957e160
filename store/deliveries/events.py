"""The outbox: what happens is written down for each webhook that wants to know, in the transaction in which it happens.

So nothing that was rolled back is sent, and nothing that was committed is lost: with each delivery goes its job. All
is done by one statement for each kind of event, which costs next to nothing while nobody has subscribed.
"""

from collections.abc import Collection
from typing import Final

import sqlalchemy as sa

from store.claims.tables import claims
from store.columns import AnyExpression, among
from store.db import metadata, tell
from store.deliveries.tables import TEST_EVENT, deliveries, webhooks
from store.people import Actor
from store.queue import work
from store.rows import AnySelect


def note_state_changes(
    conn: sa.Connection, ids: Collection[int], action: str, state: str, reason: str | None, actor: Actor
) -> None:
    """Note that claims go to another state; called before they are written.

    Args:
        ids: the claims, locked; those that are in `state` already are left out.
        action: the event of their audit entries.
        state: that they go to.
    """
    data = json_object(
        claim_id=claims.c.id,
        article_id=claims.c.article_id,
        statement=claims.c.statement,
        action=sa.literal(action),
        state_before=claims.c.state,
        state=sa.literal(state),
        reason=sa.literal(reason, sa.Text),
        actor_id=sa.literal(actor.id, sa.BigInteger),
        version=claims.c.version + 1,
    )
    these = sa.select(data.label("data")).where(among(claims.c.id, ids), claims.c.state != state)
    write_deliveries(conn, "claim.state_changed", these.order_by(claims.c.id))


def note_verdict(conn: sa.Connection, event: str, verdict_id: int) -> None:
    """Note what happened to a verdict; called once that is written.

    Args:
        event: "verdict.submitted" or "verdict.approved".
    """
    verdict, claim = metadata.tables["verdicts"], claims
    data = json_object(
        verdict_id=verdict.c.id,
        number=verdict.c.number,
        claim_id=claim.c.id,
        article_id=claim.c.article_id,
        statement=claim.c.statement,
        rating=verdict.c.rating,
        summary=verdict.c.summary,
        author_id=verdict.c.author_id,
        reviewer_id=verdict.c.reviewer_id,
    )
    of_claim = sa.select(data.label("data")).join_from(verdict, claim, claim.c.id == verdict.c.claim_id)
    write_deliveries(conn, event, of_claim.where(verdict.c.id == verdict_id))


def note_fact_check(conn: sa.Connection, event: str, claim_id: int, note: str | None = None) -> None:
    """Note what happened to a claim's fact-check; called once that is written. Nobody is told before its embargo
    is over.

    Args:
        event: "fact_check.published", "fact_check.corrected" or "fact_check.withdrawn".
        note: what was corrected, or why it was withdrawn.
    """
    row = metadata.tables["fact_checks"]
    data = json_object(
        slug=row.c.slug,
        claim_id=row.c.claim_id,
        statement=row.c.statement,
        claimant=row.c.claimant,
        rating=row.c.rating,
        summary=row.c.summary,
        published_at=json_moment(row.c.published_at),
        corrected_at=json_moment(row.c.corrected_at),
        withdrawn_at=json_moment(row.c.withdrawn_at),
        embargo_until=json_moment(row.c.embargo_until),
        note=sa.literal(note, sa.Text),
    )
    given = sa.select(data.label("data"), row.c.embargo_until.label("not_before")).where(
        row.c.claim_id == claim_id
    )
    write_deliveries(conn, event, given)


def drop_embargoed_deliveries(conn: sa.Connection, claim_id: int) -> bool:
    """Cancel the announcements due at the end of an embargo, because the fact-check has changed meanwhile.

    Returns:
        Whether the fact-check is under an embargo, so that nobody was told of it.
    """
    row = metadata.tables["fact_checks"]
    embargoed = sa.select(row.c.id).where(row.c.claim_id == claim_id, row.c.embargo_until > sa.func.now())
    if conn.execute(embargoed).first() is None:
        return False
    ids = conn.execute(_DROP_EMBARGOED, {"claim": claim_id}).scalars().all()
    conn.execute(sa.delete(work).where(work.c.kind == "deliver", work.c.subject.in_(ids)))
    if ids:
        tell(conn, "webhook", 0)
    return True


def send_test_event(conn: sa.Connection, webhook_id: int) -> int:
    """Write a delivery that tests a webhook; returns its id."""
    data = sa.select(json_object(webhook_id=sa.literal(webhook_id, sa.BigInteger)).label("data"))
    return write_deliveries(conn, TEST_EVENT, data, webhooks.c.id == webhook_id)[0]


def write_deliveries(
    conn: sa.Connection, event: str, data: AnySelect, whom: sa.ColumnElement[bool] | None = None
) -> list[int]:
    """Write a delivery, with its job, of each row of `data` to each webhook that `whom` holds of; returns their ids.

    Args:
        data: selects a JSON object as `data`, and as `not_before`, if it has that, when it may be sent.
        whom: those that have subscribed to the event, if not given.
    """
    subscribed = webhooks.c.events.contains([event]) if whom is None else whom
    each = data.subquery()
    # The three fields of "Payload structure" in Standard Webhooks 1.0.
    body = sa.func.json_build_object(
        "type", sa.literal(event), "timestamp", json_moment(sa.func.now()), "data", each.c.data
    )
    rows = sa.select(
        webhooks.c.id,
        sa.func.concat("msg_", sa.func.replace(sa.cast(sa.func.gen_random_uuid(), sa.Text), "-", "")),
        sa.literal(event),
        sa.cast(body, sa.Text),
        each.c.not_before if "not_before" in each.c else sa.cast(sa.null(), sa.DateTime(timezone=True)),
    ).select_from(webhooks.join(each, sa.true()))
    columns = ("webhook_id", "message_id", "event", "body", "not_before")
    write = sa.insert(deliveries).from_select(list(columns), rows.where(subscribed))
    written = write.returning(deliveries.c.id, deliveries.c.webhook_id, deliveries.c.not_before).cte("written")
    group, due_at = (
        sa.func.concat("webhook ", written.c.webhook_id),
        sa.func.greatest(sa.func.now(), written.c.not_before),
    )
    jobs = sa.select(sa.literal("deliver"), written.c.id, group, due_at)
    columns_of_jobs = ["kind", "subject", "concurrency_group", "due_at"]
    add = sa.insert(work).from_select(columns_of_jobs, jobs).returning(work.c.subject)
    made = sorted(conn.execute(add).scalars())
    if made:
        tell(conn, "webhook", 0)
    return made


def json_object(**values: AnyExpression) -> sa.Function[object]:
    """A JSON object of these values, in this order."""
    pairs = [part for name, value in values.items() for part in (sa.literal(name), value)]
    return sa.func.json_build_object(*pairs, type_=sa.JSON)


def json_moment(column: AnyExpression) -> sa.Function[str]:
    """A time as RFC 3339 in UTC."""
    return sa.func.to_char(sa.func.timezone("UTC", column), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')


_DROP_EMBARGOED: Final = sa.text("""
    DELETE FROM deliveries WHERE state = 'waiting' AND not_before > now() AND event LIKE 'fact_check.%'
      AND CAST(body AS json) #>> '{data,claim_id}' = CAST(:claim AS text)
    RETURNING id""")

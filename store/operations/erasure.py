"""What is known of a person who asks to be forgotten (GDPR, article 17), and what must stay told.

The account is closed and loses its name and address; the person's sessions, tokens, saved views and other belongings
are deleted. What they did stays, under a number: verdicts and reviews (who wrote a fact-check may not be who approved
it), the audit of claims.
"""

from dataclasses import dataclass
from typing import Final

import sqlalchemy as sa

from store import sessions
from store.audit import write_audit_entry
from store.db import NotFound
from store.people import Actor, people

# Tables whose rows belong to a person, by PostgreSQL's catalogue: they would go with the account.
_OWN: Final = sa.text("""
    SELECT c.conrelid::regclass::text AS "table", a.attname AS "column", c.confdeltype = 'c' AS own
    FROM pg_constraint c JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
    WHERE c.contype = 'f' AND c.confrelid = 'people'::regclass ORDER BY 1, 2""")
# What was said of the account, and the names that it had: who was renamed had another one before.
_NOTES: Final = sa.text("""
    UPDATE audit SET details = NULL, reason = NULL,
        "from" = CASE WHEN event <> 'renamed' THEN "from" END, "to" = CASE WHEN event <> 'renamed' THEN "to" END
    WHERE subject_kind = 'person' AND subject = :person""")


@dataclass(frozen=True, slots=True)
class Erasure:
    """What is deleted and what stays under a number, in rows by "table.column"; `in_hand` claims wait for somebody
    else.
    """

    person_id: int
    deleted: dict[str, int]
    kept: dict[str, int]
    in_hand: int


def plan_erasure(conn: sa.Connection, email: str) -> Erasure:
    """What erasing the person with this address would do; nothing is changed.

    Raises:
        NotFound: nobody has this address.
    """
    person_id = conn.execute(sa.select(people.c.id).where(people.c.email == email.lower())).scalar()
    if person_id is None:
        raise NotFound(f"there is nobody with the address {email}")
    deleted, kept = dict[str, int](), dict[str, int]()
    for row in conn.execute(_OWN):
        # Names of tables and columns are those of the catalogue.
        query = f'SELECT count(*) FROM {row.table} WHERE "{row.column}" = :person'  # noqa: S608
        count = int(conn.execute(sa.text(query), {"person": person_id}).scalar_one())
        if count:
            (deleted if row.own else kept)[f"{row.table}.{row.column}"] = count
    in_hand = sa.text(
        "SELECT count(*) FROM claims WHERE owner_id = :person AND state NOT IN"
        " ('declined', 'duplicate', 'published', 'withdrawn')"
    )
    return Erasure(person_id, deleted, kept, int(conn.execute(in_hand, {"person": person_id}).scalar_one()))


def erase_person(conn: sa.Connection, email: str, actor: Actor) -> Erasure:
    """Erase the person with this address.

    Returns:
        What was deleted and what stayed.

    Raises:
        NotFound: nobody has this address.
    """
    plan = plan_erasure(conn, email)
    person = {"person": plan.person_id}
    sessions.end_sessions_of_person(conn, plan.person_id)
    for place in plan.deleted:
        table, _, column = place.rpartition(".")
        delete = f'DELETE FROM {table} WHERE "{column}" = :person'  # noqa: S608 - of the catalogue
        conn.execute(sa.text(delete), person)
    conn.execute(_NOTES, person)
    empty = {column.name: None for column in people.c if column.nullable and not column.primary_key}
    number = plan.person_id
    values = {
        **empty,
        "name": f"Former colleague {number}",
        "email": f"erased-{number}@erased.invalid",
        "active": False,
    }
    conn.execute(sa.update(people).where(people.c.id == number).values(values))
    write_audit_entry(conn, actor, "person", number, "erased")
    return plan

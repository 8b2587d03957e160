"""Who a person is at an OpenID provider: by the provider's address and its own, unchanging name of the person."""

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from store.columns import moment
from store.db import metadata
from store.people import Person, find_person_by_email, get_person

identities = sa.Table(
    "identities",
    metadata,
    sa.Column("issuer", sa.Text, primary_key=True),
    sa.Column("subject", sa.Text, primary_key=True),
    sa.Column(
        "person_id", sa.BigInteger, sa.ForeignKey("people.id", ondelete="CASCADE"), nullable=False, index=True
    ),
    moment("linked_at", now=True),
)


def find_person_of_identity(
    conn: sa.Connection, issuer: str, subject: str, verified_email: str | None
) -> Person | None:
    """The active person that a provider vouches for; None if nobody here is that.

    Args:
        issuer: the provider's address.
        subject: its name of the person (`sub`).
        verified_email: the person's address, where the provider says that it has checked it. The first time it
            finds the account, which is known by `subject` from then on.
    """
    one = identities.c.issuer == issuer, identities.c.subject == subject
    person_id = conn.execute(sa.select(identities.c.person_id).where(*one)).scalar()
    if person_id is not None:
        person: Person | None = get_person(conn, int(person_id))
    elif verified_email:
        person = find_person_by_email(conn, verified_email)
    else:
        person = None
    if person is None or not person.active:
        return None
    write = insert(identities).values(issuer=issuer, subject=subject, person_id=person.id)
    conn.execute(write.on_conflict_do_nothing())
    return person

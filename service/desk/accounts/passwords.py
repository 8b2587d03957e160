"""Passwords as people give them: checked within limits, and asked for again where an open browser is not enough."""

from datetime import UTC, datetime
from typing import Final

from flask import request, session

from service import auth, devices, limits
from service.request.transaction import transaction
from store import audit, people
from store.people import Person

_ENTERED: Final = "entered_by_link"  # when, in the signed cookie
_SECONDS: Final = 3600.0  # for which a new password may be chosen after a one-time link


def verify(email: str, password: str) -> Person | None:
    """The active person with this address and password, or None. Raises `Problem` 429 after too many tries."""
    device = devices.known(email)
    attempt = limits.Attempt.of(email.strip().lower(), request.remote_addr or "", device)
    with limits.hashing(known=device is not None):
        limits.admit_attempt(attempt)
        with transaction() as conn:
            person = people.verify_password(conn, email, password)
        if person is None:
            limits.failed(attempt)
    if person is not None:
        limits.succeeded(attempt)
    return person


def asks_for_old(person: Person) -> bool:
    """Whether somebody who is signed in is to give their password again, before anything changes how they sign in."""
    return person.has_password and not came_by_link()


def is_surely(person: Person, password: str) -> bool:
    """Whether it is surely the person who asks: by their password, where it is asked for.

    A wrong one is in the audit: it was given in a browser that has signed in. Raises as of `verify`.
    """
    if not asks_for_old(person) or verify(person.email, password) is not None:
        return True
    with transaction() as conn:
        audit.write_audit_entry(conn, auth.actor(), "person", person.id, "wrong password")
    return False


def note_link() -> None:
    """Remember that this session began with a one-time link, by whose reader a password may be chosen."""
    session[_ENTERED] = datetime.now(UTC).timestamp()


def came_by_link() -> bool:
    """Whether this session began with a one-time link within the hour."""
    return datetime.now(UTC).timestamp() - float(session.get(_ENTERED, 0.0)) <= _SECONDS

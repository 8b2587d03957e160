"""The second factor at sign-in: codes of an app (TOTP, RFC 6238), each taken once, and the wait between password
and code.
"""

import base64
import hashlib
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

import pyotp
import segno
from cryptography.fernet import Fernet, InvalidToken
from flask import request, session

from service import auth, limits
from settings import settings
from store import audit, people
from store.accounts import second_factor
from store.accounts.second_factor import SecondFactor
from store.db import Connection
from store.people import MACHINE, Person

_PENDING: Final = "pending"
_SECONDS: Final = 300  # between password and code
_STEP: Final = 30  # seconds that a code is shown
_AROUND: Final = 1  # codes before and after that are taken too, for clocks that are a little off


def begin(conn: Connection, person: Person, issuer: str) -> tuple[str, str]:
    """A new secret for a person, still to be confirmed: as text, and as the SVG of a QR code for the app."""
    secret = pyotp.random_base32()
    second_factor.write_secret(conn, person.id, _seal().encrypt(secret.encode()))
    return secret, _picture(secret, person, issuer)


def pending_secret(found: SecondFactor, person: Person, issuer: str) -> tuple[str, str]:
    """The secret that is still to be confirmed, as text and as the SVG of a QR code."""
    secret = _open(found) or ""
    return secret, _picture(secret, person, issuer)


def check(conn: Connection, person_id: int, code: str) -> bool:
    """Whether a code is right, and was not taken before; a right one is used up. Recovery codes count too.

    Tries are limited, whatever they are for, and wrong ones are in the audit: nobody is asked for a code who has not
    given a password or signed in. Raises `Problem` 429 after too many tries.
    """
    attempt = limits.Attempt.of(f"code of {person_id}", request.remote_addr or "", None)
    limits.admit_attempt(attempt)
    if _take(conn, person_id, code):
        limits.succeeded(attempt)
        return True
    limits.failed(attempt)
    actor = MACHINE if auth.person() is None else auth.actor()
    audit.write_audit_entry(conn, actor, "person", person_id, "wrong code")
    return False


def _take(conn: Connection, person_id: int, code: str) -> bool:
    found = second_factor.find_second_factor(conn, person_id, lock=True)
    if found is None:
        return False
    digits = "".join(code.split())
    secret = _open(found)
    if secret and len(digits) == 6 and digits.isascii() and digits.isdecimal():
        totp, now = pyotp.TOTP(secret), int(time.time())
        for around in range(-_AROUND, _AROUND + 1):
            step = now // _STEP + around
            if step > found.last_step and pyotp.utils.strings_equal(totp.at(step * _STEP), digits):
                second_factor.record_step(conn, person_id, step)
                return True
        return False
    return found.confirmed_at is not None and second_factor.use_recovery_code(conn, person_id, code)


@dataclass(frozen=True, slots=True)
class Waiting:
    """Who has given a right password, or a link (`by_link`), and where they were going."""

    person_id: int
    there: str
    by_link: bool


def wait_for_code(conn: Connection, person: Person, there: str, *, by_link: bool) -> None:
    """Remember in the signed cookie who has given a right password or link, and where they were going."""
    version, now = people.password_version(conn, person.id), datetime.now(UTC).timestamp()
    session.clear()
    session[_PENDING] = [person.id, now, there, by_link, version]


def who_waits(conn: Connection) -> Waiting | None:
    """Who has given a right password or link within five minutes, and has no other password since; None for nobody."""
    pending = session.get(_PENDING)
    if not pending or len(pending) != 5 or datetime.now(UTC).timestamp() - float(pending[1]) > _SECONDS:
        return None
    if people.password_version(conn, int(pending[0])) != pending[4]:
        return None
    return Waiting(int(pending[0]), str(pending[2]), bool(pending[3]))


def _picture(secret: str, person: Person, issuer: str) -> str:
    address = pyotp.TOTP(secret).provisioning_uri(name=person.email, issuer_name=issuer)
    code = segno.make(address, error="m")
    return str(code.svg_inline(scale=4, border=2, light="#fff", dark="#000", omitsize=False))


def _seal() -> Fernet:
    """Seals secrets with a key that is not in the store: a copy of the store alone gives no codes."""
    digest = hashlib.sha256(b"second factor\n" + settings().secret_key.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(digest))


def _open(found: SecondFactor) -> str | None:
    """The secret; None where `FACTDESK_SECRET_KEY` was changed since."""
    try:
        return _seal().decrypt(found.sealed).decode()
    except InvalidToken:
        return None

"""What the newsroom says of itself: name, logo, method, corrections policy, and how readers reach it. One row."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY, insert

from store import audit
from store.columns import moment
from store.db import NotFound, metadata
from store.people import Actor, Refused
from store.rows import fetch_first

LONGEST_NAME: Final = 100
LONGEST_POLICY: Final = 20_000
LARGEST_LOGO: Final = 200_000  # bytes
DECLINE_REASONS: Final = ("Opinion", "Not in our field", "Too small to matter", "Cannot be checked")
MOST_DECLINE_REASONS: Final = 9  # each is chosen with a digit
_CONTACT: Final = re.compile(r"[^@\s<>\"]{1,64}@[^@\s<>\"]{1,190}|https?://[^\s<>\"]{3,300}")
# The kinds of picture that every browser shows and that hold no program, by their first bytes.
_PICTURES: Final = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
)

newsroom = sa.Table(
    "newsroom",
    metadata,
    sa.Column("id", sa.SmallInteger, primary_key=True, autoincrement=False, server_default="1"),
    sa.Column("name", sa.Text),
    sa.Column("contact", sa.Text),
    sa.Column("method", sa.Text, nullable=False, server_default=""),
    sa.Column("corrections_policy", sa.Text, nullable=False, server_default=""),
    sa.Column("logo", sa.LargeBinary),
    sa.Column("logo_type", sa.Text),
    sa.Column("logo_sha256", sa.LargeBinary),
    sa.Column("decline_reasons", ARRAY(sa.Text)),
    sa.Column("blind_second_rating", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("worth_threshold", sa.SmallInteger, nullable=False, server_default="0"),
    sa.Column("language", sa.Text),
    moment("changed_at", now=True),
    sa.CheckConstraint("id = 1", "one_row"),
    sa.CheckConstraint("worth_threshold BETWEEN 0 AND 100", "worth_threshold"),
    sa.CheckConstraint("(logo IS NULL) = (logo_type IS NULL)", "logo_has_type"),
    sa.CheckConstraint("(logo IS NULL) = (logo_sha256 IS NULL)", "logo_has_hash"),
)
_FIELDS: Final = (
    "name", "contact", "method", "corrections_policy", "blind_second_rating", "worth_threshold", "language",
    "logo_sha256", "decline_reasons",
)  # fmt: skip
_SELECT: Final = sa.select(*(newsroom.c[name] for name in _FIELDS))


@dataclass(frozen=True, slots=True)
class Newsroom:
    """What the newsroom says of itself.

    Attributes:
        name: None if an admin has not given one; the setting `FACTDESK_PUBLISHER` then counts.
        contact: an e-mail address or web address for readers.
        method, corrections_policy: Markdown; "" where none was written.
        logo_sha256: the hash of the logo; None without one.
        decline_reasons: what a checker may choose when a claim is declined.
        blind_second_rating: whether a reviewer rates a verdict before its rating is shown.
        worth_threshold: the least worth, in hundredths, of claims in triage's usual view; 0 for all.
        language: the code of the language of the public pages; None for English.
    """

    name: str | None = None
    contact: str | None = None
    method: str = ""
    corrections_policy: str = ""
    logo_sha256: bytes | None = None
    decline_reasons: tuple[str, ...] = DECLINE_REASONS
    blind_second_rating: bool = False
    worth_threshold: int = 0
    language: str | None = None

    @property
    def contact_url(self) -> str | None:
        """The contact as a link leads to it."""
        return self.contact and (f"mailto:{self.contact}" if "://" not in self.contact else self.contact)


@dataclass(frozen=True, slots=True)
class Logo:
    """A picture and its media type."""

    logo: bytes
    logo_type: str


def get_newsroom(conn: sa.Connection) -> Newsroom:
    """What the newsroom says of itself, with defaults for what was not written."""
    row = conn.execute(_SELECT).first()
    if row is None:
        return Newsroom()
    values = row._asdict()
    return Newsroom(**{**values, "decline_reasons": tuple(values["decline_reasons"] or DECLINE_REASONS)})


def change_newsroom(
    conn: sa.Connection, actor: Actor, *, name: str, contact: str, method: str, corrections_policy: str,
    blind_second_rating: bool = False, language: str | None = None,
) -> None:  # fmt: skip
    """Write what the newsroom says of itself.

    Args:
        name: at most `LONGEST_NAME` characters; "" for the one in the settings.
        contact: an e-mail address or a web address; "" for none.
        method, corrections_policy: Markdown of at most `LONGEST_POLICY` characters; "" for the desk's own words.
        language: the code of the language of the public pages; None for English.

    Raises:
        Refused: a value cannot be stored; names the field.
    """
    if len(name.strip()) > LONGEST_NAME:
        raise Refused("name", f"a name has at most {LONGEST_NAME} characters")
    if contact.strip() and not _CONTACT.fullmatch(contact.strip()):
        raise Refused("contact", "this is neither an e-mail address nor a web address (https://…)")
    for field, text in (("method", method), ("corrections_policy", corrections_policy)):
        if len(text) > LONGEST_POLICY:
            raise Refused(field, f"at most {LONGEST_POLICY:,} characters are taken")
    values = {
        "name": name.strip() or None,
        "contact": contact.strip() or None,
        "method": method.strip(),
        "corrections_policy": corrections_policy.strip(),
        "blind_second_rating": blind_second_rating,
        "language": language,
    }
    _write(conn, actor, "changed", values)


def change_decline_reasons(conn: sa.Connection, actor: Actor, reasons: list[str]) -> None:
    """Write the reasons that a checker may choose; none brings back the desk's own.

    Raises:
        Refused: there are more than `MOST_DECLINE_REASONS`, or one is longer than 100 characters.
    """
    kept = list(dict.fromkeys(filter(None, map(str.strip, reasons))))
    if len(kept) > MOST_DECLINE_REASONS:
        raise Refused("decline_reasons", f"at most {MOST_DECLINE_REASONS} reasons, so that each has a digit")
    if any(len(reason) > 100 for reason in kept):
        raise Refused("decline_reasons", "a reason has at most 100 characters")
    _write(conn, actor, "decline reasons changed", {"decline_reasons": kept or None})


def get_worth_threshold(conn: sa.Connection) -> int:
    """The least worth of claims in triage's usual view, in hundredths; 0 if all are shown."""
    return int(conn.execute(sa.select(newsroom.c.worth_threshold)).scalar() or 0)


def change_worth_threshold(conn: sa.Connection, actor: Actor, threshold: int) -> None:
    """Write the least worth of claims in triage's usual view.

    Args:
        threshold: in hundredths; 0 for all claims.

    Raises:
        Refused: it is not from 0 to 100.
    """
    if not 0 <= threshold <= 100:
        raise Refused("worth_threshold", "the threshold is a number from 0 to 100")
    _write(conn, actor, "worth threshold changed", {"worth_threshold": threshold})


def change_logo(conn: sa.Connection, actor: Actor, picture: bytes | None) -> None:
    """Write the logo; None removes it.

    Raises:
        Refused: it is larger than `LARGEST_LOGO`, or no PNG, JPEG, GIF or WebP.
    """
    if picture is None:
        _write(conn, actor, "logo removed", {"logo": None, "logo_type": None, "logo_sha256": None})
        return
    if len(picture) > LARGEST_LOGO:
        raise Refused("logo", f"a logo has at most {LARGEST_LOGO // 1000} kB; this one has {len(picture) // 1000}")
    kind = next((kind for first, kind in _PICTURES if picture.startswith(first)), None)
    if picture[:4] == b"RIFF" and picture[8:12] == b"WEBP":
        kind = "image/webp"
    if kind is None:
        raise Refused("logo", "a logo is a PNG, JPEG, GIF or WebP picture")
    sha256 = hashlib.sha256(picture).digest()
    _write(conn, actor, "logo changed", {"logo": picture, "logo_type": kind, "logo_sha256": sha256})


def get_logo(conn: sa.Connection) -> Logo:
    """The logo.

    Raises:
        NotFound: there is none.
    """
    query = sa.select(newsroom.c.logo, newsroom.c.logo_type).where(newsroom.c.logo.is_not(None))
    found = fetch_first(conn, query, Logo)
    if found is None:
        raise NotFound("the newsroom has no logo")
    return found


def _write(conn: sa.Connection, actor: Actor, event: str, values: Mapping[str, object]) -> None:
    row = conn.execute(sa.select(newsroom)).mappings().first()
    before = dict(row) if row else {}
    changed = sorted(name for name, value in values.items() if before.get(name) != value and name != "logo")
    write = insert(newsroom).values(id=1, **values)
    fresh = {**values, "changed_at": sa.func.now()}
    conn.execute(write.on_conflict_do_update(index_elements=["id"], set_=fresh))
    audit.write_audit_entry(conn, actor, "newsroom", 0, event, details={"fields": changed})

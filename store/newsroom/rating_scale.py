"""The rating scale as the newsroom words it: each rating's name for readers, its number, and its names in other
languages.

What a verdict stores is always one of `store.verdicts.ratings.SCALE`; this table says how it is shown and sent out.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB, insert

from store import audit
from store.columns import one_of
from store.db import metadata
from store.people import Actor, Refused
from store.rows import fetch_all
from store.verdicts.ratings import NUMBERS, SCALE

LONGEST_LABEL: Final = 40
LARGEST_NUMBER: Final = 100
_LANGUAGE: Final = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})?")

rating_labels = sa.Table(
    "rating_labels",
    metadata,
    sa.Column("rating", sa.Text, primary_key=True),
    sa.Column("label", sa.Text, nullable=False),
    sa.Column("number", sa.SmallInteger),
    sa.Column("translations", JSONB, nullable=False, server_default="{}"),
    sa.CheckConstraint(one_of("rating", SCALE), "rating"),
    sa.CheckConstraint("label <> ''", "label"),
    sa.CheckConstraint(f"number BETWEEN 1 AND {LARGEST_NUMBER}", "number"),
)


@dataclass(frozen=True, slots=True)
class RatingLabel:
    """How one rating is shown.

    Attributes:
        rating: one of `SCALE`, as verdicts store it.
        label: its name for readers.
        number: its place on the scale, the best the highest; None for one that is no step of a scale.
        translations: its names in other languages, by BCP 47 code.
    """

    rating: str
    label: str
    number: int | None
    translations: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RatingScale:
    """The whole scale, in the order in which it is offered."""

    labels: tuple[RatingLabel, ...]

    @property
    def worst(self) -> int:
        """The lowest number."""
        return min((each.number for each in self.labels if each.number is not None), default=1)

    @property
    def best(self) -> int:
        """The highest number."""
        return max((each.number for each in self.labels if each.number is not None), default=1)

    @property
    def steps(self) -> tuple[int, ...]:
        """The numbers that ratings have, the lowest first."""
        return tuple(sorted({each.number for each in self.labels if each.number is not None}))

    def of(self, rating: str) -> RatingLabel:
        """How a rating is shown; one that the scale does not know is shown as it is."""
        return next((each for each in self.labels if each.rating == rating), RatingLabel(rating, rating, None))


def get_rating_scale(conn: sa.Connection) -> RatingScale:
    """The scale as the newsroom worded it; what it left alone is as the desk brings it."""
    written = {row.rating: row for row in fetch_all(conn, sa.select(rating_labels), RatingLabel)}
    return RatingScale(
        tuple(written.get(rating) or RatingLabel(rating, rating, NUMBERS.get(rating)) for rating in SCALE)
    )


def change_rating_scale(conn: sa.Connection, actor: Actor, labels: Sequence[RatingLabel]) -> None:
    """Write how ratings are shown, replacing the earlier wording.

    Raises:
        Refused: a label, number or language code cannot be stored; two ratings have one label; names the field.
    """
    for each in labels:
        _check(each)
    scale = {**{each.rating: each.label for each in get_rating_scale(conn).labels}}
    scale |= {each.rating: each.label.strip() for each in labels}
    if len({label.casefold() for label in scale.values()}) < len(scale):
        raise Refused("label", "two ratings have the same name")
    rows = [
        {
            "rating": each.rating,
            "label": each.label.strip(),
            "number": each.number,
            "translations": dict(each.translations),
        }
        for each in labels
    ]
    if rows:
        write = insert(rating_labels)
        fresh = {name: write.excluded[name] for name in ("label", "number", "translations")}
        conn.execute(write.on_conflict_do_update(index_elements=["rating"], set_=fresh), rows)
        audit.write_audit_entry(conn, actor, "newsroom", 0, "rating scale changed", details={"ratings": rows})


def _check(label: RatingLabel) -> None:
    if label.rating not in SCALE:
        raise Refused("rating", f"the rating is one of {', '.join(SCALE)}")
    if not 0 < len(label.label.strip()) <= LONGEST_LABEL:
        raise Refused("label", f"a rating's name has 1 to {LONGEST_LABEL} characters")
    if label.number is not None and not 1 <= label.number <= LARGEST_NUMBER:
        raise Refused("number", f"a number is from 1 to {LARGEST_NUMBER}, or left empty")
    for language, name in label.translations.items():
        if not _LANGUAGE.fullmatch(language):
            raise Refused("translations", f"“{language}” is no language code such as de or pt-BR")
        if not 0 < len(name) <= LONGEST_LABEL:
            raise Refused("translations", f"a rating's name has 1 to {LONGEST_LABEL} characters")

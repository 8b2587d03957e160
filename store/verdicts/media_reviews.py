"""What a version of a verdict says of the image, video or recording that its claim is of: how real it is, and what
it comes from.

The categories are those of schema.org's MediaManipulationRatingEnumeration (release 28.1); several may hold at once.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY

from store import addresses
from store.columns import among, one_of
from store.db import metadata
from store.people import Refused

MEDIA_TYPES: Final = ("image", "video", "audio")
CATEGORIES: Final = {
    "OriginalMediaContent": "real and unaltered",
    "DecontextualizedContent": "real, shown out of its context",
    "EditedOrCroppedContent": "edited or cropped",
    "TransformedContent": "manipulated or made by a machine",
    "StagedContent": "staged",
    "SatireOrParodyContent": "satire or parody",
}
# Of these schema.org says that they contradict an original.
_ALTERED: Final = frozenset(("EditedOrCroppedContent", "TransformedContent", "StagedContent"))
LONGEST_CONTEXT: Final = 2_000  # characters

media_reviews = sa.Table(
    "media_reviews",
    metadata,
    sa.Column("verdict_id", sa.BigInteger, sa.ForeignKey("verdicts.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("media_type", sa.Text, nullable=False),
    sa.Column("categories", ARRAY(sa.Text), nullable=False),
    sa.Column("media_url", sa.Text),
    sa.Column("original_url", sa.Text),
    sa.Column("original_context", sa.Text, nullable=False, server_default=""),
    sa.CheckConstraint(one_of("media_type", MEDIA_TYPES), "media_type"),
    sa.CheckConstraint("categories <> '{}'", "categories"),
)


@dataclass(frozen=True, slots=True)
class MediaReview:
    """What is said of a piece of media.

    Attributes:
        media_type: one of `MEDIA_TYPES`.
        categories: at least one of `CATEGORIES`.
        media_url: where it was shown as the claim shows it; None if that is not known.
        original_url: where the original is; `original_context` says what it shows and where it comes from.
    """

    media_type: str
    categories: tuple[str, ...]
    media_url: str | None = None
    original_url: str | None = None
    original_context: str = ""

    @property
    def words(self) -> list[str]:
        """The categories as an editor would write them."""
        return [CATEGORIES[name] for name in self.categories]


def check_media_review(given: MediaReview) -> MediaReview:
    """The same as it is stored: categories in the order of `CATEGORIES`, texts without white space around them.

    Raises:
        Refused: a value cannot be stored, or categories contradict each other; names the field.
    """
    if given.media_type not in MEDIA_TYPES:
        raise Refused("media_type", f"the kind of media is one of {', '.join(MEDIA_TYPES)}")
    if not given.categories or not set(given.categories) <= CATEGORIES.keys():
        raise Refused("media_categories", f"choose at least one of {', '.join(CATEGORIES)}")
    if "OriginalMediaContent" in given.categories and _ALTERED & set(given.categories):
        raise Refused("media_categories", "what is unaltered was not edited, manipulated or staged")
    context = given.original_context.strip()
    if len(context) > LONGEST_CONTEXT:
        raise Refused("original_context", f"at most {LONGEST_CONTEXT:,} characters are taken")
    ordered = tuple(name for name in CATEGORIES if name in given.categories)
    return MediaReview(
        media_type=given.media_type, categories=ordered, media_url=_address("media_url", given.media_url),
        original_url=_address("original_url", given.original_url), original_context=context,
    )  # fmt: skip


def add_media_review(conn: sa.Connection, verdict_id: int, given: MediaReview) -> None:
    """Write what a new version of a verdict says of the media of its claim. Raises `Refused` as of
    `check_media_review`.
    """
    found = check_media_review(given)
    values = {name: getattr(found, name) for name in MediaReview.__dataclass_fields__}
    conn.execute(sa.insert(media_reviews).values(verdict_id=verdict_id, **values))


def list_media_reviews(conn: sa.Connection, verdict_ids: Collection[int]) -> dict[int, MediaReview]:
    """What versions of verdicts say of media, by the id of the version; most say nothing."""
    if not verdict_ids:
        return {}
    rows = conn.execute(sa.select(media_reviews).where(among(media_reviews.c.verdict_id, sorted(verdict_ids))))
    return {row.verdict_id: _read(row) for row in rows}


def find_media_review(conn: sa.Connection, verdict_id: int) -> MediaReview | None:
    """What a version of a verdict says of media; None if it says nothing."""
    return list_media_reviews(conn, [verdict_id]).get(verdict_id)


def _read(row: "sa.Row[tuple[object, ...]]") -> MediaReview:
    return MediaReview(
        media_type=row.media_type, categories=tuple(row.categories), media_url=row.media_url,
        original_url=row.original_url, original_context=row.original_context,
    )  # fmt: skip


def _address(field: str, url: str | None) -> str | None:
    """A web address as it is stored. Raises `Refused`."""
    url = (url or "").strip()
    if not url:
        return None
    if fault := addresses.fault(url):
        raise Refused(field, fault)
    return url

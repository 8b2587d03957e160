"""What a verdict changes of an earlier one: rating, summary, explanation and citations; pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from service.text_diff import TextDiff, text_diff
from store.lookups.evidence import EvidenceRecord
from store.verdicts.media_reviews import MediaReview
from store.verdicts.verdicts import Verdict


@dataclass(frozen=True, slots=True)
class Version:
    """A version of a verdict with the evidence that it cites."""

    verdict: Verdict
    cited: Sequence[EvidenceRecord]
    media: MediaReview | None = None


@dataclass(frozen=True, slots=True)
class MediaChange:
    """A field of a media review that differs, with its values before and after; none of what was not said."""

    field: str
    before: tuple[str, ...]
    after: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """An earlier version against a later one.

    Attributes:
        rating: the earlier one where it differs.
        media: what is said of the claim's media, as far as it differs.
    """

    rating: str | None
    summary: TextDiff
    explanation: TextDiff
    cited_anew: tuple[EvidenceRecord, ...]
    cited_no_more: tuple[EvidenceRecord, ...]
    media: tuple[MediaChange, ...] = ()

    @property
    def changed(self) -> bool:
        """Whether anything differs."""
        texts = self.summary.changed or self.explanation.changed
        return bool(texts or self.rating or self.cited_anew or self.cited_no_more or self.media)


def compare(before: Version, after: Version) -> Comparison:
    """What `after` changes of `before`."""
    old, new = before.verdict, after.verdict
    return Comparison(
        rating=old.rating if old.rating != new.rating else None,
        summary=text_diff(old.summary, new.summary),
        explanation=text_diff(old.explanation, new.explanation),
        cited_anew=_only_in(after.cited, before.cited),
        cited_no_more=_only_in(before.cited, after.cited),
        media=compare_media(before.media, after.media),
    )


def compare_media(before: MediaReview | None, after: MediaReview | None) -> tuple[MediaChange, ...]:
    """The fields of two media reviews that differ."""
    old, new = _media_fields(before), _media_fields(after)
    return tuple(MediaChange(name, old[name], new[name]) for name in old if old[name] != new[name])


def _media_fields(review: MediaReview | None) -> dict[str, tuple[str, ...]]:
    """The values of each field in the words of the desk; none of what is not said."""
    texts = ("media_url", "original_url", "original_context")
    if review is None:
        return dict.fromkeys(("media_type", "categories", *texts), ())
    said = {name: getattr(review, name) for name in texts}
    values = {name: (value,) if value else () for name, value in said.items()}
    return {"media_type": (review.media_type,), "categories": tuple(review.words), **values}


def _only_in(these: Sequence[EvidenceRecord], others: Sequence[EvidenceRecord]) -> tuple[EvidenceRecord, ...]:
    known = {_passage(row) for row in others}
    return tuple(row for row in these if _passage(row) not in known)


def _passage(row: EvidenceRecord) -> tuple[bytes, int, int, str]:
    """The same passage of the same capture is the same, also when its source was asked again."""
    return row.sha256, row.start, row.end, row.publisher

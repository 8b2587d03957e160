"""What a verdict changes of an earlier one: rating, summary, explanation and citations; pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from service.text_diff import TextDiff, text_diff
from store.lookups.evidence import EvidenceRecord
from store.verdicts.verdicts import Verdict


@dataclass(frozen=True, slots=True)
class Version:
    """A version of a verdict with the evidence that it cites."""

    verdict: Verdict
    cited: Sequence[EvidenceRecord]


@dataclass(frozen=True, slots=True)
class Comparison:
    """An earlier version against a later one; `rating` is the earlier one where it differs."""

    rating: str | None
    summary: TextDiff
    explanation: TextDiff
    cited_anew: tuple[EvidenceRecord, ...]
    cited_no_more: tuple[EvidenceRecord, ...]

    @property
    def changed(self) -> bool:
        """Whether anything differs."""
        texts = self.summary.changed or self.explanation.changed
        return bool(texts or self.rating or self.cited_anew or self.cited_no_more)


def compare(before: Version, after: Version) -> Comparison:
    """What `after` changes of `before`."""
    old, new = before.verdict, after.verdict
    return Comparison(
        rating=old.rating if old.rating != new.rating else None,
        summary=text_diff(old.summary, new.summary),
        explanation=text_diff(old.explanation, new.explanation),
        cited_anew=_only_in(after.cited, before.cited),
        cited_no_more=_only_in(before.cited, after.cited),
    )


def _only_in(these: Sequence[EvidenceRecord], others: Sequence[EvidenceRecord]) -> tuple[EvidenceRecord, ...]:
    known = {_passage(row) for row in others}
    return tuple(row for row in these if _passage(row) not in known)


def _passage(row: EvidenceRecord) -> tuple[bytes, int, int, str]:
    """The same passage of the same capture is the same, also when its source was asked again."""
    return row.sha256, row.start, row.end, row.publisher

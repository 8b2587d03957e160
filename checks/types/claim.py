"""Claims, and what splitting an article brings besides them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from checks.types.quantity import Date, Quantity
from checks.types.reading import StatementReading

Kind = Literal["quantity", "event", "statement", "state", "comparison", "cause", "prediction"]
SpeechAct = Literal["asserts", "denies", "demands", "announces", "accuses"]


@dataclass(frozen=True, slots=True)
class RemovedPart:
    """A stretch of the received text that is no part of the article, and why."""

    start: int
    end: int
    reason: str


@dataclass(frozen=True, slots=True)
class SkippedPart:
    """A sentence of the article, or a part of one, that states no claim, and why."""

    start: int
    end: int
    reason: str


@dataclass(frozen=True, slots=True)
class Worth:
    """Check-worthiness from 0 to 1 with the reasons, in words, that made it so."""

    value: float
    reasons: tuple[str, ...]


class ContextualStatement(NamedTuple):
    """A claim's statement with its context line, which tells what the statement leaves to its article; or without."""

    statement: str
    context: str = ""


@dataclass(frozen=True, slots=True)
class Claim:
    """One fact stated in an article that can be looked up.

    `claimant` says it, `speech_act` how, `quoted` whether in a quotation; without a claimant the article itself
    asserts it. `reasons` tell its worth; `notes` tell how it was read: which rule made it a claim of its own, what
    the statement fills in, and what was left as it stands because it was not sure. `context` is a short line of the
    article's own words that tells what the statement leaves to its surroundings: who, what, where, when; empty if it
    leaves nothing.
    """

    start: int
    end: int
    text: str
    statement: str
    kind: Kind
    claimant: str | None
    worth: float
    reasons: tuple[str, ...]
    quantities: tuple[Quantity, ...] = ()
    dates: tuple[Date, ...] = ()
    speech_act: SpeechAct = "asserts"
    quoted: bool = False
    notes: tuple[str, ...] = ()
    context: str = ""

    @property
    def contextual(self) -> ContextualStatement:
        """Its statement with its context line."""
        return ContextualStatement(self.statement, self.context)


@dataclass(frozen=True, slots=True)
class Split:
    """All that splitting an article brings: its claims, what was left out, and which sentences hold no claim.

    `readings` holds, by the statements of claims, what was read of them for searches.
    """

    claims: tuple[Claim, ...]
    removed: tuple[RemovedPart, ...]
    skipped: tuple[SkippedPart, ...] = ()
    language: str = "en"
    notes: tuple[str, ...] = ()
    readings: Mapping[str, StatementReading] = field(default_factory=dict, compare=False, repr=False)

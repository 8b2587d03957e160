"""The values that the craft takes and gives: frozen, plain, without a server behind them.

Offsets are counted in code points, `start` inclusive and `end` exclusive.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from types import MappingProxyType
from typing import Any, Final, Literal, Protocol

# In bytes of UTF-8: an index of the store holds it whole, and PostgreSQL takes 2,704 a row.
LONGEST_URL: Final = 2000

Comparator = Literal["=", ">", ">=", "<", "<=", "~", ".."]
Role = Literal["amount", "change", "additional"]
Kind = Literal["quantity", "event", "statement", "state", "comparison", "cause", "prediction"]
Manner = Literal["asserts", "denies", "demands", "announces", "accuses"]
Stance = Literal["supports", "refutes", "context", "none"]
Kin = Literal["the same claim", "related"]
Outcome = Literal["supported", "refuted", "conflicting", "context only", "nothing found", "could not ask"]


@dataclass(frozen=True, slots=True)
class Quantity:
    """An amount as the text states it.

    `low` and `high` hold the stated value: both for `=`, `~` and `..`; only `low` for `>` and `>=`, and for what is
    vague ("dozens of"); only `high` for `<` and `<=`. `unit` is `percent`, an ISO 4217 code or a singular unit name;
    `counted` is the singular head noun of what is counted. `role` tells a total ("7.5 %") from a change ("by 3
    points") and from what comes on top ("another 2,000"). `code` is the unit's UCUM or ISO 4217 code, where it has one.
    """

    start: int
    end: int
    text: str
    comparator: Comparator
    low: float | None
    high: float | None
    unit: str | None = None
    counted: str | None = None
    role: Role = "amount"
    code: str | None = None

    @property
    def stated(self) -> float | None:
        """The number that the text names: the lower one of a range, the bound of what is open."""
        return self.low if self.low is not None else self.high


@dataclass(frozen=True, slots=True)
class Date:
    """A stretch that names a time, with the interval it means and what was assumed to get there."""

    start: int
    end: int
    text: str
    first: date | None
    last: date | None
    assumed: str | None = None


@dataclass(frozen=True, slots=True)
class Dropped:
    """A stretch of the received text that is no part of the article, and why."""

    start: int
    end: int
    reason: str


@dataclass(frozen=True, slots=True)
class PassedOver:
    """A sentence of the article, or a part of one, that states no claim, and why."""

    start: int
    end: int
    reason: str


@dataclass(frozen=True, slots=True)
class Worth:
    """Check-worthiness from 0 to 1 with the reasons, in words, that made it so."""

    value: float
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Claim:
    """One fact stated in an article that can be looked up.

    `claimant` says it, `manner` how, `direct` whether in a quotation; without a claimant the article itself
    asserts it. `reasons` tell its worth; `notes` tell how it was read: which rule made it a claim of its own, what
    the statement fills in, and what was left as it stands because it was not sure.
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
    manner: Manner = "asserts"
    direct: bool = False
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Split:
    """All that splitting an article brings: its claims, what was left out, and which sentences hold no claim."""

    claims: tuple[Claim, ...]
    dropped: tuple[Dropped, ...]
    passed_over: tuple[PassedOver, ...] = ()
    language: str = "en"
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Figure:
    """One cell of a figure table: entity × measure × year."""

    entity: str
    measure: str
    year: int
    value: float
    unit: str | None
    source: str


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of a part of a document that can be quoted, and the heading that it stands under."""

    start: int
    end: int
    heading: str | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """A page of a document, or a stretch of one that has no pages: its text, and the blocks in it."""

    text: str
    blocks: tuple[Block, ...]
    page: int | None = None


@dataclass(frozen=True, slots=True)
class About:
    """What a file says of itself, and how many pages it has; None where it has no pages or says nothing."""

    title: str | None = None
    author: str | None = None
    published: date | None = None
    pages: int | None = None


@dataclass(frozen=True, slots=True)
class Passage:
    """What a source brought back: quoted text, where it stands, and who published it when.

    `captured` is the whole text that the passage was cut from, at `start` to `end`; without it the passage is all
    that the source gave. `version` is the source's own stamp of what it gave (a revision, a day of update).
    `part` names a text that says too little to be for or against anything: "a headline", "a search engine's excerpt".
    `rating` holds the publisher's own words; `rated` what they are on our scale, empty for no rating of ours. None
    leaves that to the rules that come along (`checks.ratings`).
    """

    text: str
    locator: str
    publisher: str
    url: str | None = None
    published: date | None = None
    origin: str | None = None
    figure: Figure | None = None
    rating: str | None = None
    rated: str | None = None
    author: str | None = None
    captured: str | None = None
    start: int = 0
    end: int | None = None
    version: str | None = None
    part: str | None = None


@dataclass(frozen=True, slots=True)
class Scale:
    """A rating in numbers; `best` may be the lower end."""

    value: float
    worst: float
    best: float


@dataclass(frozen=True, slots=True)
class ForeignCheck:
    """A fact-check of somebody else as its ClaimReview tells it: plain text, an address that begins with http(s).

    `rating` holds the publisher's words, `scale` its numbers where they make a scale. `published` is the day of the
    fact-check, `claimed` that of the claim; `language` an ISO 639 code.
    """

    statement: str
    rating: str
    publisher: str
    url: str
    claimant: str | None = None
    published: date | None = None
    claimed: date | None = None
    summary: str = ""
    language: str | None = None
    scale: Scale | None = None


@dataclass(frozen=True, slots=True)
class Skipped:
    """An entry of a file that was not taken: where it stands and why, in words."""

    place: str
    reason: str


@dataclass(frozen=True, slots=True)
class Read:
    """What a foreign rating is on our scale: by its words and by its numbers, each None where they say nothing.

    `by_words` is "none" for words that are known and have no counterpart with us. `key` is the same for two ways of
    writing one rating.
    """

    key: str
    by_words: str | None
    by_numbers: str | None


@dataclass(frozen=True, slots=True)
class Query:
    """What was asked, in the source's own words, and how many hits came."""

    text: str
    hits: int


@dataclass(frozen=True, slots=True)
class Found:
    """The source was asked and has passages."""

    passages: tuple[Passage, ...]
    queries: tuple[Query, ...]


@dataclass(frozen=True, slots=True)
class Nothing:
    """The source was asked and has none."""

    queries: tuple[Query, ...]


@dataclass(frozen=True, slots=True)
class CouldNotAsk:
    """The source gave no answer; `reason` says why, in words; `after` and `busy` as in `SearchFailed`."""

    reason: str
    queries: tuple[Query, ...] = ()
    after: float = 0.0
    busy: bool = False


Answer = Found | Nothing | CouldNotAsk


@dataclass(frozen=True, slots=True)
class Finding:
    """One passage held against one claim; `kin` where the passage is itself a claim that somebody checked."""

    stance: Stance
    reason: str
    confidence: float = 0.0
    passage: Passage | None = None
    kin: Kin | None = None


@dataclass(frozen=True, slots=True)
class Kinship:
    """What one statement is to another: the same claim or related, from 0 to 1 how near, and why, in words."""

    kind: Kin
    score: float
    reason: str


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What the stances add up to, and how strongly, 0 to 1; only people rate."""

    outcome: Outcome
    reasons: tuple[str, ...]
    rests_on: tuple[int, ...] = field(default=())
    strength: float = 0.0


class SearchFailed(RuntimeError):
    """A search gave no answer; the message says why, in words.

    `after` are the seconds to wait before it is asked again, where the source says so. `busy`: its turn had not come;
    the source itself did not fail. `status` is that of HTTP.
    """

    def __init__(self, reason: str, *, after: float = 0.0, busy: bool = False, status: int | None = None) -> None:
        super().__init__(reason)
        self.after, self.busy, self.status = after, busy, status

    def answer(self, asked: Sequence[Query] = ()) -> CouldNotAsk:
        """What a source answers when a search of it failed."""
        return CouldNotAsk(str(self), tuple(asked), self.after, self.busy)


class Shelf(Protocol):
    """Searches in the newsroom's own documents and figure tables; `words` are all looked for, or any where "or" joins them."""

    def documents(self, words: str, limit: int) -> tuple[Passage, ...]: ...

    def figures(self, entity: str, measure: str) -> tuple[Figure, ...]: ...

    def measures(self, entity: str) -> tuple[str, ...]: ...

    def entities(self, text: str) -> tuple[str, ...]: ...


class PastChecks(Protocol):
    """Searches in published and imported fact-checks: those that may be of the same claim, the nearest first."""

    def like(self, statement: str, limit: int) -> tuple[Passage, ...]: ...


class Fetch(Protocol):
    """The way out to one source's hosts, guarded: timeouts, sizes, retries, rate and cache are its own matter."""

    def json(
        self,
        url: str,
        params: Mapping[str, str | int] = MappingProxyType({}),
        *,
        headers: Mapping[str, str] = MappingProxyType({}),
        body: Any = None,
    ) -> Any:
        """The answer as JSON; with a `body` (sent as JSON) the request is a POST.

        Raises `SearchFailed` when there is no answer, or one that is not JSON; the message says why, in words.
        """
        ...


@dataclass(frozen=True, slots=True)
class Reach:
    """All that a source may reach for; handed in, so that a test can hand in others.

    `options` holds what the source's own `OPTIONS` name, as the settings give it.
    """

    shelf: Shelf
    past_checks: PastChecks
    now: datetime
    fetch: Fetch
    options: Mapping[str, str] = field(default_factory=dict)

"""What comparing a claim with a passage comes to."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from checks.types.stance import Stance


@dataclass(frozen=True, slots=True)
class Judgement:
    """A stance with its reason in words; `ground` names the kind of reason, `strength` is how near the two are, 0 to 1.

    `features` says by name what speaks for and against trusting a stance that decides; most are 0 to 1.
    """

    stance: Stance
    reason: str
    strength: float
    ground: str = "matter"
    features: Mapping[str, float] = field(default_factory=dict)

    @property
    def kind(self) -> str:
        """Which weights its confidence is made with: "number refutes", "words supports" …"""
        return f"{'number' if self.ground == 'number' else 'words'} {self.stance}"

    @property
    def decides(self) -> bool:
        """Whether it supports or refutes."""
        return self.stance in ("supports", "refutes")


class Contradiction(NamedTuple):
    """What differs: its kind, what the source says, and the words of the claim that it stands against.

    `excludes`: who denies what the claim says is borne out by it; not where both may be so, at another time.
    """

    ground: str
    reason: str
    instead_of: frozenset[int] = frozenset()
    excludes: bool = True

"""What holding a claim against a passage comes to."""

from dataclasses import dataclass

from checks.types import Stance


@dataclass(frozen=True, slots=True)
class Outcome:
    """A stance with its reason in words; `ground` names the kind of reason and `strength` is how sure it looks, 0 to 1."""

    stance: Stance
    reason: str
    strength: float
    ground: str = "matter"

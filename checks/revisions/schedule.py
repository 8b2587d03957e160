"""When the page of an article is fetched again: most corrections come within hours, so the pauses grow."""

from collections.abc import Sequence
from typing import Final

_SPREAD: Final = 0.05  # of the age, at random, so that what came in together is not fetched together
_SHORTEST: Final = 60.0  # seconds


def pause_until_refetch(age: float, ages: Sequence[float], jitter: float) -> float | None:
    """Seconds until the next fetch; None if there is none any more.

    Args:
        age: seconds since the article was published.
        ages: at which it is fetched again, in seconds, in any order.
        jitter: random, 0 to 1.
    """
    coming = [each for each in ages if each > age]
    if not coming:
        return None
    due = min(coming)
    return max(_SHORTEST, due * (1 + _SPREAD * jitter) - age)

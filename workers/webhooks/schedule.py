"""When a delivery that failed is tried again, and when a webhook that fails is left alone.

Standard Webhooks 1.0 asks for a back-off with jitter over several days, for `Retry-After` to be honoured, and for
an end to
it: an address that fails for days, or says that it is gone (410), is paused.
"""

from dataclasses import dataclass
from typing import Final

# Seconds after the n-th attempt, as Standard Webhooks proposes them: three days in all.
DELAYS: Final = (5.0, 60.0, 300.0, 1800.0, 7200.0, 18_000.0, 36_000.0, 50_400.0, 72_000.0, 86_400.0)
MOST_ATTEMPTS: Final = len(DELAYS) + 1
LONGEST_HOLD: Final = 3600.0  # seconds for which a webhook that fails is asked nothing
GIVEN_UP_AFTER: Final = 5 * 24 * 3600.0  # seconds of failing, after which a webhook is paused
GONE: Final = 410


@dataclass(frozen=True, slots=True)
class Failure:
    """An attempt that failed.

    Attributes:
        attempts: at this delivery, this one included.
        failures: of the webhook in a row, this one included.
        failing_for: seconds since the first of these.
        status: of the answer; None if there was none.
        retry_after: seconds that the answer asks to wait; 0 if it asks nothing.
        refused: whether its address may not be asked at all.
    """

    attempts: int
    failures: int
    failing_for: float
    status: int | None = None
    retry_after: float = 0.0
    refused: bool = False


@dataclass(frozen=True, slots=True)
class Plan:
    """What follows from a failure.

    Attributes:
        after: seconds until the delivery is tried again; None if it is given up.
        hold: seconds for which nothing else is sent to the webhook; what is paused keeps what waits for it.
        pause: why the webhook is paused, in words; None if it is not.
    """

    after: float | None
    hold: float
    pause: str | None


def plan_retry(failure: Failure, reason: str, chance: float) -> Plan:
    """What follows from a failure.

    Args:
        reason: why it failed, in words.
        chance: from 0 to 1, for the jitter: a delay is taken from half of its length up.
    """
    jitter = 0.5 + chance / 2
    hold = max(failure.retry_after, min(LONGEST_HOLD, 5.0 * 2.0 ** min(failure.failures - 1, 16)) * jitter)
    given_up = failure.attempts >= MOST_ATTEMPTS
    after = None if given_up else max(hold, DELAYS[failure.attempts - 1] * jitter)
    return Plan(after, hold, _pause(failure, reason))


def _pause(failure: Failure, reason: str) -> str | None:
    if failure.status == GONE:
        return "its address says that it is gone (410)"
    if failure.refused:
        return f"its address may not be asked: {reason}"
    if failure.failing_for >= GIVEN_UP_AFTER:
        return f"nothing has arrived for {failure.failing_for / 86_400:.0f} days: {reason}"
    return None

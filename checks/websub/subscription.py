"""What is to be done next about a subscription, and which verifications of a hub are confirmed."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Literal

from checks.types.websub import UNSUBSCRIBE, SubscriptionState

LEASE_SECONDS: Final = 10 * 24 * 3600  # that a hub is asked for; hubs give what they like
LONGEST_CHALLENGE: Final = 2000  # characters of a challenge that is echoed
DENIED_SECONDS: Final = 24 * 3600.0  # after which a hub that refused is asked again
_SHORTEST_LEASE, _LONGEST_LEASE = 300.0, 90 * 24 * 3600.0
_RENEWED: Final = 0.8  # the part of a lease after which it is renewed
_WINDOW: Final = timedelta(minutes=30)  # in which a hub verifies what it was asked
_MOST_FAREWELLS: Final = 3  # requests to a hub to push no more


@dataclass(frozen=True, slots=True)
class NextStep:
    """What is to be done: ask the hub; note that it did not verify; forget the subscription; or wait `after`
    seconds.
    """

    action: Literal["ask", "unverified", "drop", "wait"]
    after: float = 0.0


def next_step(state: SubscriptionState, now: datetime, *, interrupted: bool = False) -> NextStep:
    """The next step of a subscription.

    Args:
        interrupted: whether the process died that took the last step; a hub that has not verified what it was
            asked then may never have been asked, and is asked once more.
    """
    step = _next_farewell(state, now) if state.mode == UNSUBSCRIBE else _next_request(state, now)
    unsure = interrupted and step.action == "wait" and state.asked_at is not None and not state.is_verified
    return NextStep("ask") if unsure else step


def may_confirm(state: SubscriptionState, topic: str, mode: str, given_topic: str, now: datetime) -> bool:
    """Whether a hub's verification of intent is for what it was asked, and was asked lately.

    Args:
        state: of the subscription, with `topic`.
        mode: of the verification, with `given_topic`.
    """
    asked = state.asked_at is not None and now - state.asked_at <= _WINDOW
    return asked and mode == state.mode and given_topic == topic


def granted_lease(given: str) -> float:
    """The seconds of a lease that a hub names; the ones asked for where it names none that can be read."""
    seconds = float(given) if given.isascii() and given.isdecimal() and len(given) < 12 else float(LEASE_SECONDS)
    return min(max(seconds, _SHORTEST_LEASE), _LONGEST_LEASE)


def _next_farewell(state: SubscriptionState, now: datetime) -> NextStep:
    live = state.lease_until is not None and state.lease_until > now
    if state.is_verified and state.asked_at is not None:  # a hub may verify once more whose answer got lost
        return _wait_or("drop", state.asked_at + _WINDOW, now)
    if not live or state.failures >= _MOST_FAREWELLS:
        return NextStep("drop")
    return _next_request(state, now)


def _next_request(state: SubscriptionState, now: datetime) -> NextStep:
    if state.retry_at is not None and state.retry_at > now:
        return _wait_or("ask", state.retry_at, now)
    if state.asked_at is None:
        return NextStep("ask")
    if state.is_verified and state.verified_at is not None:
        lease = (state.lease_until - state.verified_at).total_seconds() if state.lease_until else 0.0
        renewal = state.verified_at + timedelta(seconds=max(_RENEWED * lease, _SHORTEST_LEASE))
        return _wait_or("ask", renewal, now)
    return _wait_or("unverified", state.asked_at + _WINDOW, now)


def _wait_or(action: Literal["ask", "unverified", "drop"], until: datetime, now: datetime) -> NextStep:
    left = (until - now).total_seconds()
    return NextStep("wait", left) if left > 0 else NextStep(action)

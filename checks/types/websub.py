"""Subscriptions to hubs that push when a feed has changed (W3C Recommendation "WebSub" of 23 January 2018)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

SUBSCRIBE: Final = "subscribe"
UNSUBSCRIBE: Final = "unsubscribe"
MODES: Final = (SUBSCRIBE, UNSUBSCRIBE)


@dataclass(frozen=True, slots=True)
class SubscriptionState:
    """Where a subscription stands.

    Attributes:
        mode: what is wanted of the hub, one of `MODES`.
        asked_at: when the hub was last asked for it; None if it has to be asked first, or again.
        verified_at: when the hub last verified that it was asked for it.
        lease_until: until when the hub pushes; None if it does not.
        retry_at: before when the hub is not to be asked again.
        failures: how many requests in a row came to nothing.
    """

    mode: str = SUBSCRIBE
    asked_at: datetime | None = None
    verified_at: datetime | None = None
    lease_until: datetime | None = None
    retry_at: datetime | None = None
    failures: int = 0

    @property
    def is_verified(self) -> bool:
        """Whether the hub verified the last request."""
        return self.asked_at is not None and self.verified_at is not None and self.verified_at >= self.asked_at

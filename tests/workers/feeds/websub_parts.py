"""A hub on loopback, and the feed that names it."""

import hashlib
import hmac
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from flask.testing import FlaskClient
from sqlalchemy import text

from settings import settings
from store.db import transaction
from store.feeds import feeds, subscriptions
from store.feeds.feeds import Feed
from store.feeds.subscriptions import Subscription
from tests.checks.feeds.parts import rss
from tests.fixtures.outside import Outside, Reply
from workers.feeds import subscribing
from workers.tasks import sweep

LEASE = 864_000


@dataclass
class Hub:
    """A hub, the feed that names it, and the desk's callback."""

    desk: str
    site: Outside
    client: FlaskClient
    feed_id: int = 0
    answer: Reply | None = None
    feed: bytes = b""
    verifies: bool = False

    def reply(self, number: int) -> Reply:
        """The feed, or the hub's answer; one that `verifies` does so before it answers."""
        path = self.site.asked[number - 1][0]
        if not path.startswith("/hub"):
            return Reply(self.feed)
        if self.verifies:
            self.verify(**{"hub.topic": self.requests[-1]["hub.topic"], "hub.mode": self.requests[-1]["hub.mode"]})
        return self.answer or Reply(b"", 202)

    @property
    def requests(self) -> list[dict[str, str]]:
        """What the hub was sent, the first first."""
        asked = zip(self.site.asked, self.site.sent, strict=True)
        return [dict(parse_qsl(body.decode())) for (path, _), body in asked if path.startswith("/hub")]

    @property
    def path(self) -> str:
        """The path of the callback."""
        return self.requests[-1]["hub.callback"].removeprefix(settings().base_url)

    def verify(self, **given: str) -> Any:
        """The desk's answer to a verification of intent."""
        query = {
            "hub.mode": "subscribe",
            "hub.topic": f"{self.site.url}/feed",
            "hub.challenge": "c-1",
            "hub.lease_seconds": str(LEASE),
            **given,
        }
        return self.client.get(self.path, query_string=query)

    def push(self, body: bytes = b"<rss/>", headers: dict[str, str] | None = None) -> Any:
        """The desk's answer to a push, signed with the secret that the desk gave."""
        secret = next(each["hub.secret"] for each in reversed(self.requests) if "hub.secret" in each)
        mac = hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
        return self.client.post(self.path, data=body, headers=headers or {"X-Hub-Signature": f"sha256={mac}"})

    def sweep(self) -> None:
        """What the sweeper does, and the jobs of subscriptions that are due then."""
        sweep.run()
        with transaction(self.desk) as conn:
            job = (
                "SELECT subject FROM work WHERE kind = 'subscribe' AND due_at <= clock_timestamp() AND NOT failed"
            )
            due = list(conn.execute(text(job)).scalars())
        for subject in due:
            subscribing.run(subject)

    def let_pass(self, interval: str) -> None:
        """Let time pass for all subscriptions."""
        moments = ("asked_at", "verified_at", "lease_until", "retry_at", "pushed_at", "missed_at", "refused_at")
        earlier = ", ".join(f"{name} = {name} - CAST(:i AS interval)" for name in moments)
        with transaction(self.desk) as conn:
            conn.execute(text(f"UPDATE feed_subscriptions SET {earlier}"), {"i": interval})  # noqa: S608
            conn.execute(
                text("UPDATE work SET due_at = due_at - CAST(:i AS interval) WHERE kind = 'subscribe'"),
                {"i": interval},
            )

    def subscription(self) -> Subscription | None:
        """The one that is wanted for the feed."""
        with transaction(self.desk) as conn:
            return subscriptions.find_subscription_of_feed(conn, self.feed_id)

    def shown(self) -> Feed:
        """The feed as people see it."""
        with transaction(self.desk) as conn:
            return feeds.get_feed(conn, self.feed_id)

    def seconds_to_poll(self) -> float:
        """Until the feed is polled next."""
        with transaction(self.desk) as conn:
            left = "SELECT extract(epoch FROM due_at - clock_timestamp()) FROM work WHERE kind = 'feed'"
            return float(conn.execute(text(left)).scalar_one())

    def count(self) -> int:
        """All subscriptions, those that end included."""
        with transaction(self.desk) as conn:
            return int(conn.execute(text("SELECT count(*) FROM feed_subscriptions")).scalar_one())


def feed_of(url: str, *items: str) -> bytes:
    """A feed that names the hub, and itself."""
    atom = '<link xmlns="http://www.w3.org/2005/Atom"'
    head = f'{atom} rel="hub" href="{url}/hub"/>{atom} rel="self" href="{url}/feed"/>'
    return rss(*items, head=head)

"""How often programs may ask: so many requests, and so many articles, a minute for each token.

The quota of a minute begins again with the next one; each caller has minutes of its own. What is left is told with
every answer of the API, in the fields of draft-ietf-httpapi-ratelimit-headers-11, and when it is used up the
answer is 429 with `Retry-After`. Counted in Redis for all web processes; while Redis is away each process counts
for itself.
"""

import time
from dataclasses import dataclass
from functools import cache
from typing import Final

from flask import Flask, Response, g, request
from limits.storage import MemoryStorage, RedisStorage
from redis import RedisError

from service.errors import Problem
from service.limits import hash_key, network_of, redis_pool
from settings import settings

WINDOW: Final = 60  # seconds
_API: Final = "/api/"
_EXCEEDED: Final = "https://iana.org/assignments/http-problem-types#quota-exceeded"
_LEFT_ALONE: Final = 5.0  # seconds for which a Redis that did not answer is not asked again
_away_until = 0.0


@dataclass(frozen=True, slots=True)
class Policy:
    """At most `quota` of something a minute; `name` is its name in the header fields."""

    name: str
    quota: int


@dataclass(frozen=True, slots=True)
class Usage:
    """How much of a policy is left, and in how many seconds all of it is there again."""

    policy: Policy
    left: int
    seconds: int


def install(app: Flask) -> None:
    """Add the remaining quota to every answer of the API."""
    app.after_request(_add_fields)


def admit() -> None:
    """Count this request, if it is one to the API. Raises `Problem` 429."""
    if request.path.startswith(_API):
        _charge(_requests_policy(), 1)


def admit_stranger() -> None:
    """Count a request with a token that is not good, by its address alone. Raises `Problem` 429."""
    g.person, g.token_id = None, None
    admit()


def charge_articles(count: int) -> int:
    """Count articles that this request sends; nothing is counted where they are too many. Raises `Problem` 429.

    Returns:
        How many its sender has sent before in this minute.
    """
    return _charge(Policy("articles", settings().articles_per_minute), count)


def _requests_policy() -> Policy:
    known = g.get("token_id") is not None or g.get("person") is not None
    return Policy("requests", settings().requests_per_minute if known else settings().strangers_per_minute)


def _caller() -> str:
    if (token_id := g.get("token_id")) is not None:
        return f"token {token_id}"
    if g.get("person") is not None:
        return f"person {g.person.id}"
    return f"address {network_of(request.remote_addr or 'unknown')}"


def _charge(policy: Policy, cost: int) -> int:
    """Count what a request costs; a request for more than a whole quota costs the whole quota. Raises `Problem` 429,
    or gives what was used before.
    """
    cost = min(cost, policy.quota)
    key = hash_key(policy.name, _caller())
    now = _now() + int(key[:8], 16) % WINDOW  # the minutes of callers begin at different seconds
    window, seconds = int(now // WINDOW), WINDOW - int(now % WINDOW)
    used = _count(f"{key}:{window}", cost)
    refused = used > policy.quota
    if refused and cost > 1:
        used = _count(f"{key}:{window}", -cost)
    _note(Usage(policy, max(0, policy.quota - used), seconds))
    if refused:
        more: dict[str, object] = {"type": _EXCEEDED, "violated-policies": [policy.name], "retry_after": seconds}
        words = f"these are more than {policy.quota:,} {policy.name} a minute; wait {seconds} s"
        raise Problem(429, words, None, **more)
    return used - cost


def _now() -> float:
    return time.time()


def _note(usage: Usage) -> None:
    g.rate_limits = {**g.get("rate_limits", {}), usage.policy.name: usage}


def _add_fields(response: Response) -> Response:
    usages = g.get("rate_limits", {}).values()
    if usages:
        policies = (f'"{each.policy.name}";q={each.policy.quota};w={WINDOW}' for each in usages)
        response.headers["RateLimit-Policy"] = ", ".join(policies)
        left = (f'"{each.policy.name}";r={each.left};t={each.seconds}' for each in usages)
        response.headers["RateLimit"] = ", ".join(left)
    return response


def _count(key: str, cost: int) -> int:
    """Add to a count, and how much it then is."""
    global _away_until  # noqa: PLW0603
    if time.monotonic() >= _away_until:
        try:
            return int(_in_redis(settings().redis_url, settings().queue_prefix).incr(key, 2 * WINDOW, cost))
        except RedisError:
            _away_until = time.monotonic() + _LEFT_ALONE
    return int(_in_process().incr(key, 2 * WINDOW, cost))


@cache
def _in_redis(url: str, prefix: str) -> RedisStorage:
    return RedisStorage("redis://", connection_pool=redis_pool(url), key_prefix=f"{prefix}rate")


@cache
def _in_process() -> MemoryStorage:
    return MemoryStorage()

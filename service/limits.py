"""How often signing in may be tried: so that nobody guesses a password, and nobody keeps somebody else out by failing.

A browser that has signed in to an account before is known to it by a cookie and has tries of its own, which nobody else
can use up (OWASP, "Device cookies"). All others share what an account allows, and an account and address together.
Counted in Redis for all web processes; while Redis is away each process counts for itself.

To check a password takes a core for a moment, and so only a few are checked at a time (`hashing`): whoever tries many
at once holds up others who sign in, and nobody else. So it is with a sign-in provider that is slow (`asking_provider`).
"""

import math
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from ipaddress import IPv6Address, IPv6Network, ip_address
from typing import Final, TypeVar

from limits import RateLimitItem, RateLimitItemPerHour, RateLimitItemPerMinute
from limits.storage import MemoryStorage, RedisStorage
from limits.strategies import MovingWindowRateLimiter
from redis import ConnectionPool, RedisError

from service.errors import Problem
from settings import settings

Result = TypeVar("Result")
_HASHED_AT_ONCE: Final = 2  # passwords in a process; Argon2 takes four threads and 64 MB for each
_MOST_WAITING: Final = 14  # for their turn, each with a thread of the server
_BUSY_SECONDS: Final = 3  # after which somebody may try again who found no room
_ASKED_AT_ONCE: Final = 8  # of a sign-in provider by a process; each takes a thread for as long as it answers
_SECONDS: Final = 0.3  # to wait for Redis
# NIST SP 800-63B-4, 3.2.2: at most 100 failed tries in a row for one account; and far below that for one guesser.
_PER_DEVICE: Final = RateLimitItemPerMinute(10, 10, namespace="device")
_PER_ACCOUNT_AND_ADDRESS: Final = RateLimitItemPerMinute(10, 10, namespace="account and address")
_PER_ACCOUNT: Final = RateLimitItemPerHour(50, namespace="account")
_PER_ADDRESS: Final = RateLimitItemPerMinute(100, 10, namespace="address")


@dataclass(frozen=True, slots=True)
class Limit:
    """Allow at most as many tries as `item` says, counted under `key`."""

    item: RateLimitItem
    key: str


@dataclass(frozen=True, slots=True)
class Attempt:
    """A try to sign in: `counted` are used up by each try and given back by success, `failing` only by failures."""

    counted: tuple[Limit, ...]
    failing: tuple[Limit, ...]

    @classmethod
    def of(cls, account: str, address: str, device: str | None) -> "Attempt":
        """A try for an account, from an address, by a device that the account knows or (None) by any other."""
        if device is not None:
            return cls((Limit(_PER_DEVICE, hash_key(device)),), ())
        network = network_of(address)
        both = Limit(_PER_ACCOUNT_AND_ADDRESS, hash_key(account, network))
        return cls((both, Limit(_PER_ACCOUNT, hash_key(account))), (Limit(_PER_ADDRESS, hash_key(network)),))

    @classmethod
    def through_provider(cls, address: str) -> "Attempt":
        """A try through a provider, which names the account only in the end: failures count for the address."""
        return cls((), (Limit(_PER_ADDRESS, hash_key("provider", network_of(address))),))


class _Room:
    """For so many at once, and some more who wait."""

    def __init__(self, inside: int, waiting: int) -> None:
        self._inside = threading.BoundedSemaphore(inside)
        self._all = threading.BoundedSemaphore(inside + waiting)

    @contextmanager
    def turn(self) -> Iterator[None]:
        """A turn inside. Raises `Problem` 429 at once where too many wait."""
        if not self._all.acquire(blocking=False):
            raise Problem(
                429, "too many sign in at this moment; try again in a few seconds", retry_after=_BUSY_SECONDS
            )
        try:
            with self._inside:
                yield
        finally:
            self._all.release()


_known, _strangers = _Room(_HASHED_AT_ONCE, _MOST_WAITING), _Room(_HASHED_AT_ONCE, _MOST_WAITING)
_provider = _Room(_ASKED_AT_ONCE, 0)


@contextmanager
def hashing(*, known: bool) -> Iterator[None]:
    """Within it a password is hashed. Raises `Problem` 429 where too many wait for their turn.

    Args:
        known: whether a browser asks that the account knows, or somebody who has signed in; strangers have a room of
            their own, so that a crowd of them keeps nobody else out.
    """
    with (_known if known else _strangers).turn():
        yield


@contextmanager
def asking_provider() -> Iterator[None]:
    """Within it a sign-in provider is asked, which may be slow or away. Raises `Problem` 429 where too many ask."""
    with _provider.turn():
        yield


def admit_attempt(attempt: Attempt) -> None:
    """Count a try. Raises `Problem` 429 with the time to wait when one of its limits is used up."""
    for limit in attempt.failing:
        if not _ask(lambda limiter, each: limiter.test(each.item, each.key), limit):
            _refuse(limit)
    for limit in attempt.counted:
        if not _ask(_hit, limit):
            _refuse(limit)


def failed(attempt: Attempt) -> None:
    """Count a failure."""
    for limit in attempt.failing:
        _ask(_hit, limit)


def succeeded(attempt: Attempt) -> None:
    """Give back the counted tries, since it was the right person."""
    for limit in attempt.counted:
        _ask(lambda limiter, each: limiter.clear(each.item, each.key), limit)


def admit_sender(item: RateLimitItem, address: str) -> None:
    """Count what somebody sends from a network address. Raises `Problem` 429 when `item` is used up."""
    limit = Limit(item, hash_key(network_of(address)))
    if not _ask(_hit, limit):
        _refuse(limit)


def _refuse(limit: Limit) -> None:
    free_at = _ask(lambda limiter, each: limiter.get_window_stats(each.item, each.key).reset_time, limit)
    seconds = max(1, math.ceil(free_at - time.time()))
    minutes = math.ceil(seconds / 60)
    raise Problem(
        429,
        "too many tries; wait 1 minute" if minutes == 1 else f"too many tries; wait {minutes} minutes",
        retry_after=seconds,
    )


def _hit(limiter: MovingWindowRateLimiter, limit: Limit) -> bool:
    return limiter.hit(limit.item, limit.key)


def _ask(question: Callable[[MovingWindowRateLimiter, Limit], Result], limit: Limit) -> Result:
    try:
        return question(_in_redis(settings().redis_url, settings().queue_prefix), limit)
    except RedisError:
        return question(_in_process(), limit)


@cache
def _in_redis(url: str, prefix: str) -> MovingWindowRateLimiter:
    storage = RedisStorage("redis://", connection_pool=redis_pool(url), key_prefix=f"{prefix}limit")
    return MovingWindowRateLimiter(storage)


@cache
def redis_pool(url: str) -> ConnectionPool:
    """Connections to Redis that wait for an answer only for a moment."""
    address = url.replace("redis+socket://", "unix://")
    return ConnectionPool.from_url(address, socket_timeout=_SECONDS, socket_connect_timeout=_SECONDS)


@cache
def _in_process() -> MovingWindowRateLimiter:
    return MovingWindowRateLimiter(MemoryStorage())


def hash_key(*parts: str) -> str:
    """Names of any length and characters, as one short word; no mail address stands in Redis."""
    return sha256("\n".join(parts).encode(errors="replace")).hexdigest()


def network_of(address: str) -> str:
    """An address, of IPv6 the /64 network that one customer has."""
    try:
        ip = ip_address(address)
    except ValueError:
        return address
    if isinstance(ip, IPv6Address):
        return str(ip.ipv4_mapped or IPv6Network((int(ip), 64), strict=False))
    return str(ip)

"""Politeness: over all workers together a host is asked at most once in so many seconds."""

import random
from typing import Final

import redis

from checks.retrieval.fetch.web import NotItsTurn

_TIMEOUT: Final = 1.0  # seconds to wait for Redis


class HostTurns:
    """When a host may be asked again, kept in Redis. While Redis is away every host may be: only politeness depends
    on it.

    Args:
        redis_url: where Redis is.
        prefix: before every key in it.
        apart: seconds between two requests to one host; 0 for no limit.
    """

    def __init__(self, redis_url: str, prefix: str, apart: float) -> None:
        self._prefix, self._apart = f"{prefix}turn:", round(apart * 1000)
        self._redis = redis.Redis.from_url(
            redis_url.replace("redis+socket://", "unix://"),
            socket_timeout=_TIMEOUT,
            socket_connect_timeout=_TIMEOUT,
        )

    def await_turn(self, host: str) -> None:
        """Take the turn of a host.

        Raises:
            NotItsTurn: somebody has it, with the time to wait: at random, so that not all who wait come back at once.
        """
        if self._apart <= 0:
            return
        try:
            if self._redis.set(self._prefix + host, 1, nx=True, px=self._apart):
                return
        except redis.RedisError:
            return
        raise NotItsTurn(host, self._apart / 1000 * random.uniform(1, 3))  # noqa: S311 - no secret

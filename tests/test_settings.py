"""What the environment may say; what it may not is refused by the variable's name, before anything begins."""

from collections.abc import Iterator

import pytest

from settings import Missing, settings
from tests.conftest import environment

_NUMBERS = (
    "FACTDESK_LEASE_SECONDS", "FACTDESK_SWEEP_SECONDS", "FACTDESK_WEB_WORKERS", "FACTDESK_WEB_THREADS",
    "FACTDESK_WEB_CONNECTIONS", "FACTDESK_LIVE_PER_PERSON", "FACTDESK_CONCURRENCY", "FACTDESK_PROXIES",
    "FACTDESK_UPLOAD_MB", "FACTDESK_WORKER_NICE",
)  # fmt: skip


@pytest.fixture(autouse=True)
def _complete(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name, value in environment("postgresql:///none", "redis:///none").items():
        monkeypatch.setenv(name, value)
    settings.cache_clear()
    yield
    settings.cache_clear()


@pytest.mark.parametrize("name", _NUMBERS)
@pytest.mark.parametrize("value", ["-1", "-0.5", "inf", "-inf", "nan", "1e999", "", "many"])
def test_a_number_that_is_none_is_refused(
    desk: str, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    settings.cache_clear()
    with pytest.raises(ValueError, match=name):
        settings()


@pytest.mark.parametrize("name", ["FACTDESK_WEB_WORKERS", "FACTDESK_WEB_THREADS", "FACTDESK_CONCURRENCY"])
def test_half_a_process_is_refused(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv(name, "0.5")
    settings.cache_clear()
    with pytest.raises(ValueError, match="whole number"):
        settings()


def test_numbers_are_taken_as_they_are_given(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {
        "FACTDESK_WORKER_NICE": "0",
        "FACTDESK_SWEEP_SECONDS": "0.5",
        "FACTDESK_WEB_THREADS": "3",
        "FACTDESK_PROXIES": "0",
    }.items():
        monkeypatch.setenv(name, value)
    settings.cache_clear()
    assert (settings().sweep_seconds, settings().web_threads, settings().proxies) == (0.5, 3, 0)
    assert settings().worker_nice == 0


@pytest.mark.parametrize("name", ["DATABASE_URL", "REDIS_URL", "FACTDESK_SECRET_KEY"])
def test_what_has_no_default_is_asked_for_by_name(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.delenv(name)
    settings.cache_clear()
    with pytest.raises(Missing, match=name):
        settings()

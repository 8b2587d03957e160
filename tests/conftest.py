"""The real parts that tests run on: one PostgreSQL cluster and one Redis-speaking server a run.

A test that needs a database of its own gets a copy of a migrated template.
"""

import gc
import shutil
import signal
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import redis
from argon2 import PasswordHasher
from xdist.remote import Producer

from embedded.postgres import start_postgres
from embedded.redis import start_redis
from settings import settings
from store import db, people
from store.migrate import upgrade
from tests import made_once
from tests.databases import TEMPLATE, Databases, named, run
from tests.scheduling import WaitingApart
from workers import enqueue


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> WaitingApart | None:
    """Files of tests for the processes, where each file is run by one."""
    return WaitingApart(config, log) if config.getoption("dist") == "loadfile" else None


def pytest_configure() -> None:
    """Let nothing look for garbage while tests and what they need are imported: there is none.

    SIGTERM, as of `timeout`, interrupts like Ctrl-C, so that the servers of the run are stopped.
    """
    gc.disable()
    signal.signal(signal.SIGTERM, signal.default_int_handler)


def pytest_collection_finish() -> None:
    """Take the tests and all modules out of the garbage collector's sight: of these million objects none is garbage,
    and to look through them takes a second, again and again. What the tests leave is looked through less often.
    """
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)
    gc.enable()


@pytest.fixture(scope="session", autouse=True)
def quick_passwords() -> None:
    """Hash passwords as argon2id with the least cost: a hash of the desk's own cost takes 64 MiB and a tenth of a
    second.
    """
    people._HASHER = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


@pytest.fixture(scope="session", autouse=True)
def quick_applications() -> None:
    """Compile templates and addresses, and split texts, once a process: most tests need the same."""
    made_once.install()


@pytest.fixture(scope="session")
def folder() -> Iterator[Path]:
    """A folder that servers can read, gone after the run."""
    made = Path(tempfile.mkdtemp(prefix="factdesk-tests-"))
    made.chmod(0o755)
    yield made
    shutil.rmtree(made, ignore_errors=True)


@pytest.fixture(scope="session")
def cluster(folder: Path) -> Iterator[str]:
    """The address of a PostgreSQL cluster, its last part the database, and a migrated template in it."""
    server = start_postgres(folder, durable=False)
    try:
        run(server.url, f"CREATE DATABASE {TEMPLATE}")
        template = named(server.url, TEMPLATE)
        upgrade(template)
        db.engine(template).dispose()
        yield server.url
    finally:
        server.stop()


@pytest.fixture(scope="session")
def broker(folder: Path) -> Iterator[str]:
    """The address of a server that speaks Redis."""
    server = start_redis(folder)
    yield server.url
    server.stop()


@pytest.fixture(scope="session")
def databases(cluster: str) -> Iterator[Databases]:
    """The databases that tests hand on to each other."""
    made = Databases(cluster)
    yield made
    made.drop_all()


@pytest.fixture
def database_url(databases: Databases) -> Iterator[str]:
    """A migrated database of the test's own."""
    url = databases.take()
    yield url
    databases.give_back(url)


@pytest.fixture
def redis_url(broker: str) -> str:
    """The broker, emptied."""
    with redis.Redis.from_url(broker.replace("redis+socket://", "unix://")) as client:
        client.flushall()
    return broker


@pytest.fixture
def desk(database_url: str, redis_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Settings that point at the test's own store and broker; gives the store's address."""
    with settings_of_desk(database_url, redis_url, monkeypatch):
        yield settings().database_url


@contextmanager
def settings_of_desk(database_url: str, redis_url: str, patch: pytest.MonkeyPatch) -> Iterator[None]:
    """Settings that point at a store and a broker; `patch` takes the variables back."""
    for name, value in environment(database_url, redis_url).items():
        patch.setenv(name, value)
    settings.cache_clear()
    enqueue.broker_client.cache_clear()
    yield
    settings.cache_clear()
    enqueue.broker_client.cache_clear()


def environment(database_url: str, redis_url: str) -> dict[str, str]:
    """The variables of a desk on these servers."""
    return {
        "DATABASE_URL": database_url,
        "REDIS_URL": redis_url,
        "FACTDESK_SECRET_KEY": "a secret of tests",
        "FACTDESK_LOG_LEVEL": "ERROR",
        "FACTDESK_REQUESTS_PER_MINUTE": "1000000",  # tests of hostile input send more than any program
        "FACTDESK_STRANGERS_PER_MINUTE": "1000000",
        "FACTDESK_WORKER_NICE": "0",  # beside other tests a worker would wait for them
    }

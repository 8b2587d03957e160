"""The real parts that tests run on: one PostgreSQL cluster and one Redis-speaking server a run.

A test that needs a database of its own gets a copy of a migrated template.
"""

import gc
import shutil
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import redis
from argon2 import PasswordHasher

from bench.scale.fill import fill
from embedded.forked import CAN_FORK
from embedded.redis import start_redis
from settings import settings
from store import people
from tests.running import clusters, made_once
from tests.running.commands import start_fork_servers
from tests.running.databases import Databases
from tests.running.processes import run_in_processes
from workers import enqueue

_FILES = pytest.StashKey[clusters.FilesInMemory]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--processes`, which `./run test` sets."""
    described = "run the tests in so many processes, a file of tests in one of them (on Linux)"
    parser.addoption("--processes", type=int, default=1, metavar="NUMBER", help=described)


def pytest_configure(config: pytest.Config) -> None:
    """Let nothing look for garbage while tests and what they need are imported: there is none.

    SIGTERM, as of `timeout`, interrupts like Ctrl-C, so that the servers of the run are stopped. What all processes of
    the run share is begun while the tests are collected.
    """
    gc.disable()
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    if _processes(config) > 1:
        config.stash[_FILES] = clusters.FilesInMemory()
        config.stash[clusters.PREPARED] = clusters.Prepared(config)
        start_fork_servers()


def pytest_unconfigure(config: pytest.Config) -> None:
    """Remove what the processes have shared."""
    if prepared := config.stash.get(clusters.PREPARED, None):
        prepared.remove()
        config.stash[_FILES].remove()


def _processes(config: pytest.Config) -> int:
    number: int = config.getoption("processes")
    return 1 if config.getoption("collectonly") or not CAN_FORK else number


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop(session: pytest.Session) -> bool | None:
    """Run the tests in several processes, if more than one is asked for and all could be collected."""
    prepared = session.config.stash.get(clusters.PREPARED, None)
    if prepared is None or session.testsfailed:
        return None
    prepared.wait()
    run_in_processes(session, _processes(session.config))
    return True


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
    made = clusters.new_folder()
    yield made
    shutil.rmtree(made, ignore_errors=True)


@pytest.fixture(scope="session")
def cluster(folder: Path, pytestconfig: pytest.Config) -> Iterator[str]:
    """The address of a PostgreSQL cluster, its last part the database, and a migrated template in it."""
    server = clusters.start_cluster(folder, pytestconfig.stash.get(clusters.PREPARED, None))
    yield server.url
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


@pytest.fixture(scope="session")
def filled(databases: Databases) -> Iterator[Callable[[int], str]]:
    """`filled(count)`: the address of a desk with so many claims, filled once; its tests leave nothing in it."""
    made: dict[int, str] = {}

    def desk_of(count: int) -> str:
        if count not in made:
            made[count] = databases.take()
            fill(made[count], count)
        return made[count]

    yield desk_of
    for url in made.values():
        databases.give_back(url)


@pytest.fixture(scope="session")
def broker_client(broker: str) -> Iterator[redis.Redis]:
    """A client that empties the broker."""
    with redis.Redis.from_url(broker.replace("redis+socket://", "unix://")) as client:
        yield client


@pytest.fixture
def redis_url(broker: str, broker_client: redis.Redis) -> str:
    """The broker, emptied."""
    broker_client.flushall()
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

"""Articles from POST to ready per second, beside the same splitting in a bare loop on as many processes.

A whole desk is started: PostgreSQL, Redis, gunicorn, one worker with two processes, and the sweeper, with the shelf's starter
figures and past fact-checks on. The articles are the annotated ones of `tests/data`, each told apart by a line of its own.
Printed are the rates of both, their ratio, how long a POST took to be answered meanwhile, and then, at one article a second, how
long it took from POST to claims on an open page of triage (`bench.live_triage`).

./run bench intake [ARTICLES]
"""

import json
import logging
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack, contextmanager
from datetime import date
from pathlib import Path
from typing import Final

import requests
from sqlalchemy import text

from bench.live_triage import OpenPage, Shown, measure
from checks.extraction import load, split
from embedded.postgres import start_postgres
from embedded.redis import start_redis
from settings import environment, settings, tell
from store import people, tokens
from store.db import engine, transaction
from store.migrate import upgrade
from tests.ports import free_port

PROCESSES: Final = 2
_TOP: Final = Path(__file__).parent.parent
_ARTICLES: Final = _TOP / "tests" / "data" / "annotated_articles.jsonl"
_READY: Final = text("""
    SELECT count(*) FROM revisions r WHERE r.split_at IS NOT NULL
      AND NOT EXISTS (SELECT FROM claims c WHERE c.revision_id = r.id AND c.state = 'new')""")
_EMAIL, _PASSWORD = "bench@example.org", "a long password of the bench"  # noqa: S105 - of a desk that is thrown away
_WARM: Final = 6  # articles that are sent before, so that both sides have read all that they keep


def main() -> None:
    """Print the figures."""
    logging.getLogger("alembic").setLevel(logging.WARNING)
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 60
    bare = _bare_rate(_texts(count, "bare"))
    with _desk() as (url, address, headers):
        _send(url, address, headers, _texts(_WARM, "warm"))
        rate, claims, answered = _send(url, address, headers, _texts(count, "measured"))
        shown = _show(url, address, headers, _texts(count, "shown"))
    print(f"{'articles':<34}{count:>10}\n{'claims an article':<34}{claims / count:>10.1f}")
    print(f"{'bare splitting, articles/s':<34}{bare:>10.2f}\n{'POST to ready, articles/s':<34}{rate:>10.2f}")
    print(f"{'ratio':<34}{rate / bare:>10.2f}\n{'POST answered, p95 ms':<34}{answered * 1000:>10.1f}")
    print(f"{'shown on an open triage page':<34}{f'{len(shown.seen)} of {len(shown.posted)}':>10}")
    for name, moments in (("POST to live event, p95 s", shown.heard), ("POST to claims on it, p95 s", shown.seen)):
        found = shown.seconds(moments)
        print(f"{name:<34}{found[int(len(found) * 0.95)] if found else float('inf'):>10.2f}")


def _texts(count: int, mark: str) -> list[str]:
    """So many articles, no two of them the same."""
    lines = [json.loads(line)["text"] for line in _ARTICLES.read_text("utf-8").splitlines()]
    return [f"{lines[n % len(lines)]}\n\nReport {mark} {n}." for n in range(count)]


def _bare_rate(texts: list[str]) -> float:
    with ProcessPoolExecutor(PROCESSES, initializer=load) as pool:
        list(pool.map(_split, texts[:_WARM]))
        began = time.monotonic()
        list(pool.map(_split, texts))
        return len(texts) / (time.monotonic() - began)


def _split(body: str) -> int:
    return len(split(body, date(2026, 1, 1)).claims)


def _send(url: str, address: str, headers: dict[str, str], texts: list[str]) -> tuple[float, int, float]:
    """Articles per second from the first POST to the last that is ready, their claims, and the 95th percentile of POST."""
    with transaction(url) as conn:
        before, had = (
            conn.execute(_READY).scalar_one(),
            conn.execute(text("SELECT count(*) FROM claims")).scalar_one(),
        )
    began, took = time.monotonic(), list[float]()
    poster = threading.Thread(target=_post, args=(address, headers, texts, took))
    poster.start()
    while time.monotonic() < began + 60 + 20 * len(texts):
        time.sleep(0.1)
        with transaction(url) as conn:
            if conn.execute(_READY).scalar_one() - before == len(texts):
                seconds = time.monotonic() - began
                poster.join()
                claims = conn.execute(text("SELECT count(*) FROM claims")).scalar_one() - had
                return len(texts) / seconds, claims, sorted(took)[int(len(took) * 0.95)]
    raise SystemExit("the articles were not ready in time")


def _show(url: str, address: str, headers: dict[str, str], texts: list[str]) -> Shown:
    page = OpenPage(url, address, _EMAIL, _PASSWORD)
    try:
        return measure(page, address, headers, texts)
    finally:
        page.close()


def _post(address: str, headers: dict[str, str], texts: list[str], took: list[float]) -> None:
    with requests.Session() as session:
        for body in texts:
            began = time.monotonic()
            answer = session.post(f"{address}/api/v1/articles", json={"text": body}, headers=headers, timeout=60)
            answer.raise_for_status()
            took.append(time.monotonic() - began)


@contextmanager
def _desk() -> Iterator[tuple[str, str, dict[str, str]]]:
    """A desk with its workers: the store's address, the web's, and the headers of a program that sends articles."""
    folder = Path(tempfile.mkdtemp(prefix="factdesk-bench-"))
    folder.chmod(0o755)
    with ExitStack() as stack:
        stack.callback(shutil.rmtree, folder, True)
        postgres, redis = start_postgres(folder, durable=False), start_redis(folder)
        stack.callback(postgres.stop)
        stack.callback(redis.stop)
        port = free_port()
        tell(
            {
                "DATABASE_URL": postgres.url,
                "REDIS_URL": redis.url,
                "FACTDESK_SECRET_KEY": "bench",
                "FACTDESK_LOG_LEVEL": "CRITICAL",
                "FACTDESK_BIND": f"127.0.0.1:{port}",
            }
        )
        url = settings().database_url
        upgrade(url)
        stack.callback(lambda: engine(url).dispose())
        headers = {"Authorization": f"Bearer {_token(url)}"}
        work, sweep = (
            ["worker", "--concurrency", str(PROCESSES)],
            ["worker", "--queues", "sweep", "--solo", "--with-beat"],
        )
        for command in (["web"], work, sweep):
            stack.callback(_stop, _start(command))
        address = f"http://127.0.0.1:{port}"
        _await(address)
        yield url, address, headers


def _token(url: str) -> str:
    with transaction(url) as conn:
        person = people.add_person(conn, _EMAIL, "Bench", "admin", _PASSWORD)
        return tokens.create_token(conn, person, "bench", ["articles", "read"])


def _start(command: list[str]) -> subprocess.Popen[bytes]:
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    whole = [sys.executable, "-m", "cli", *command]
    return subprocess.Popen(whole, cwd=_TOP, env=environment({}), start_new_session=True, **quiet)


def _stop(process: "subprocess.Popen[bytes]") -> None:
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _await(address: str) -> None:
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        time.sleep(0.3)
        try:
            if requests.get(f"{address}/healthz", timeout=5).ok:
                return
        except requests.RequestException:
            continue
    raise SystemExit("the desk did not start")


if __name__ == "__main__":
    main()

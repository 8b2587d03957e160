"""Workers that write to the desk while lists are timed: articles come in, are split, looked up and given suggestions.

python -m bench.scale.writers    one of them, by the settings in its environment, until it gets SIGTERM
"""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from typing import Final

import sqlalchemy as sa

from settings import settings
from store import articles
from store.db import transaction
from store.people import MACHINE
from workers.priority import give_way

WRITER: Final = "bench writer"  # by which PostgreSQL knows their connections
_BATCHES: Final = sa.text("SELECT id FROM lookup_batches WHERE revision_id = :revision ORDER BY id")
_SUGGESTS: Final = sa.text("""
    SELECT w.subject FROM work w JOIN claims c ON c.id = w.subject
    WHERE w.kind = 'suggest' AND c.article_id = :article""")


@contextmanager
def writing(number: int, url: str, broker: str) -> Iterator[None]:
    """Within it so many processes write to the desk at `url`; says how much they wrote."""
    variables = {**os.environ, "DATABASE_URL": url, "REDIS_URL": broker, "FACTDESK_SECRET_KEY": "of a bench"}
    variables["PGAPPNAME"] = WRITER
    command = [sys.executable, "-m", "bench.scale.writers"]
    writers = [
        subprocess.Popen(command, env=variables, stdout=subprocess.PIPE, text=True, start_new_session=True)
        for _ in range(number)  # each in a session of its own, as `up` starts them
    ]
    try:
        for writer in writers:
            assert writer.stdout
            writer.stdout.readline()  # it is at work
        yield
    finally:
        for writer in writers:
            writer.send_signal(signal.SIGTERM)
        said = [writer.communicate()[0].split() for writer in writers]
        written = sum(int(words[-1]) for words in said if words)
        if writers:
            print(f"{number} workers wrote {written} articles meanwhile")


def write_article(text: str) -> int:
    """Have an article come in and led to triage, as the worker of a desk does whose sources all answer from the store;
    returns its id.
    """
    from workers.tasks import lookup_batch, split, suggest

    with transaction(settings().database_url) as conn:
        received = articles.receive_article(conn, articles.Submission(text), MACHINE)
    split.run(received.revision_id)
    with transaction(settings().database_url) as conn:
        batches = list(conn.execute(_BATCHES, {"revision": received.revision_id}).scalars())
    for batch_id in batches:
        lookup_batch.run(batch_id)
    with transaction(settings().database_url) as conn:
        left = list(conn.execute(_SUGGESTS, {"article": received.article_id}).scalars())
    for claim_id in left:
        suggest.run(claim_id)
    return received.article_id


def _write() -> None:
    give_way(settings().worker_nice)
    going = [True]
    signal.signal(signal.SIGTERM, lambda *_: going.clear())
    written = 0
    for number in count():
        write_article(
            " ".join(
                f"The town of Alder {os.getpid()} {number} {each} has {4000 + each:,} inhabitants."
                for each in range(20)
            )
        )
        written += 1
        if written == 1:
            print("writing", flush=True)
        if not going:
            break
    print(written, flush=True)


if __name__ == "__main__":
    _write()

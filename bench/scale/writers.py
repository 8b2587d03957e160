"""Workers that write to the desk while lists are timed: articles come in, are split, looked up and given suggestions.

python -m bench.scale.writers NUMBER    one of them, by the settings in its environment, until it gets SIGTERM
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
from store import articles, queue
from store.db import transaction
from store.people import MACHINE

_MOST_SUGGESTIONS: Final = 100


@contextmanager
def writing(number: int, url: str, broker: str) -> Iterator[None]:
    """Within it so many processes write to the desk at `url`; says how much they wrote."""
    told = {**os.environ, "DATABASE_URL": url, "REDIS_URL": broker, "FACTDESK_SECRET_KEY": "of a bench"}
    command = [sys.executable, "-m", "bench.scale.writers"]
    writers = [
        subprocess.Popen([*command, str(n)], env=told, stdout=subprocess.PIPE, text=True) for n in range(number)
    ]
    try:
        for writer in writers:
            assert writer.stdout
            writer.stdout.readline()  # it is at work
        yield
    finally:
        for writer in writers:
            writer.send_signal(signal.SIGTERM)
        written = sum(int(writer.communicate()[0] or 0) for writer in writers)
        if writers:
            print(f"{number} workers wrote {written} articles meanwhile")


def _write(place: int) -> None:
    from workers.tasks import lookup_batch, split, suggest

    going = [True]
    signal.signal(signal.SIGTERM, lambda *_: going.clear())
    written = 0
    for number in count():
        text = " ".join(
            f"The town of Alder {os.getpid()} {number} {each} has {4000 + each:,} inhabitants."
            for each in range(20)
        )
        with transaction(settings().database_url) as conn:
            revision_id = articles.receive_article(conn, articles.Submission(text), MACHINE).revision_id
        split.run(revision_id)
        lookup_batch.run(revision_id)
        kind = sa.select(queue.work.c.subject).where(queue.work.c.kind == "suggest").limit(_MOST_SUGGESTIONS)
        with transaction(settings().database_url) as conn:
            waiting = list(conn.execute(kind).scalars())
        for claim_id in waiting[place::2]:
            suggest.run(claim_id)
        written += 1
        if written == 1:
            print("writing", flush=True)
        if not going:
            break
    print(written, flush=True)


if __name__ == "__main__":
    _write(int(sys.argv[1]))

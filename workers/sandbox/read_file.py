"""Read one file from standard input and tell what is in it, a JSON object a line: the process that hostile files meet.

    python -m workers.sandbox.read_file document NAME DECLARED FIRST
    python -m workers.sandbox.read_file figures NAME DECLARED SOURCE
    python -m workers.sandbox.read_file page ADDRESS DECLARED LATEST

It holds no secret and no connection, and bounds its own memory and processor time before it reads. Lines: `about`, then
a `part` each, then `end`; or `figures`; or `page`; or `unreadable`.
"""

import json
import resource
import sys
from collections.abc import Iterator
from dataclasses import asdict
from datetime import date
from typing import Final

from pydantic import TypeAdapter

from checks.documents.formats import Unreadable, document, figures, recognised
from checks.types.page import Page

MOST_MEMORY: Final = 1_500_000_000  # bytes of address space; a PDF of 50 MB takes some 300 MB
MOST_SECONDS: Final = 90  # of processor time, below the lease of the work


def main(kind: str, name: str, declared: str, rest: str) -> None:
    """Tell the file line by line; what can't be read ends it with a line that says why."""
    _bound()
    readers = {"document": _document, "figures": _figures, "page": _page}
    try:
        for line in readers[kind](name, declared, rest):
            _tell(line)
    except Unreadable as error:
        _tell({"unreadable": str(error), "lines": error.lines})
    except MemoryError:
        _tell({"unreadable": f"it takes more than {MOST_MEMORY / 1e9:g} GB of memory to read", "lines": []})


def _document(name: str, declared: str, first: str) -> Iterator[dict[str, object]]:
    data = sys.stdin.buffer.read()
    about, parts = document(data, recognised(data, name, declared), int(first))
    yield {"about": {**asdict(about), "published": about.published and about.published.isoformat()}}
    for part in parts:
        yield {"part": asdict(part)}
    yield {"end": True}


def _figures(name: str, declared: str, source: str) -> Iterator[dict[str, object]]:
    data = sys.stdin.buffer.read()
    found = figures(data, recognised(data, name, declared), source)
    yield {"figures": [asdict(row) for row in found.rows], "without_value": found.without_value}


def _page(address: str, declared: str, latest: str) -> Iterator[dict[str, object]]:
    from checks.documents.pages import read_page

    body = sys.stdin.buffer.read()
    page = read_page(body, declared or None, address or None, date.fromisoformat(latest) if latest else None)
    yield {"page": TypeAdapter(Page).dump_python(page, mode="json")}


def _bound() -> None:
    for what, most in ((resource.RLIMIT_AS, MOST_MEMORY), (resource.RLIMIT_CPU, MOST_SECONDS)):
        hard = resource.getrlimit(what)[1]
        resource.setrlimit(what, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _tell(line: dict[str, object]) -> None:
    sys.stdout.write(json.dumps(line) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:5])

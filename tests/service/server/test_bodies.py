"""A body that is cut off, or longer than what is taken, is refused by the real web process; none of it is kept."""

import json
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from sqlalchemy import text

from store import tokens
from store.db import transaction
from tests.fixtures.desk_parts import person
from tests.service.serving import Web, read_until, web

_RAW = (
    "/api/v1/shelf/documents?name=a.txt&publisher=Town",
    "/api/v1/articles/file?name=a.txt",
    "/api/v1/imports?name=a.csv",
)
_KEPT = (
    "SELECT (SELECT count(*) FROM documents) + (SELECT count(*) FROM articles) + (SELECT count(*) FROM imports)"
)


@contextmanager
def _served(desk: str, tmp_path: Path) -> Iterator[tuple[Web, str]]:
    who = person(desk, "checker")
    with transaction(desk) as conn:
        secret = tokens.create_token(conn, who.id or 0, "t", ("articles", "claims"))
    with web(tmp_path) as served:
        yield served, f"Host: x\r\nAuthorization: Bearer {secret}\r\n"


def _kept(desk: str) -> int:
    with transaction(desk) as conn:
        return int(conn.execute(text(_KEPT)).scalar_one())


@pytest.mark.timeout(120)
def test_a_file_of_which_a_part_came_is_not_kept(desk: str, tmp_path: Path) -> None:
    before = _kept(desk)
    with _served(desk, tmp_path) as (served, head), ExitStack() as stack:
        halves = []
        for path in _RAW:
            begin = f"POST {path} HTTP/1.1\r\n{head}Content-Type: application/octet-stream\r\n"
            some = "text,rating\n" + "The boats sank,False\n" * 20_000
            for cut in (
                f"{begin}Content-Length: 5000000\r\n\r\n{some}",
                f"{begin}Transfer-Encoding: chunked\r\n\r\n{len(some):x}\r\n{some}\r\n",
            ):
                halves.append(stack.enter_context(served.send(cut)))
        time.sleep(1)  # so that each has a thread that reads it
        for half in halves:
            half.close()
        time.sleep(2)
        assert _kept(desk) == before
        whole = f"POST {_RAW[0]} HTTP/1.1\r\n{head}Content-Type: application/octet-stream\r\n"
        sent = stack.enter_context(
            served.send(f"{whole}Transfer-Encoding: chunked\r\n\r\n5\r\nboats\r\n0\r\n\r\n")
        )
        assert " 202 " in read_until(sent, "\r\n")


@pytest.mark.timeout(120)
def test_a_body_without_a_length_that_is_too_large_is_refused_whole(desk: str, tmp_path: Path) -> None:
    line = json.dumps({"text": "One boat sank. " * 60_000}) + "\n"
    before = _kept(desk)
    with _served(desk, tmp_path) as (served, head), ExitStack() as stack:
        for path, kind in (
            ("/api/v1/articles/batch", "application/x-ndjson"),
            ("/api/v1/articles", "application/json"),
            ("/api/v1/feeds/opml", "text/x-opml"),
        ):
            begin = f"POST {path} HTTP/1.1\r\n{head}Content-Type: {kind}\r\nTransfer-Encoding: chunked\r\n\r\n"
            sent = stack.enter_context(served.send(begin))
            for _ in range(12_000_000 // len(line) + 1):
                sent.sendall(f"{len(line):x}\r\n{line}\r\n".encode())
            assert " 413 " in read_until(sent, "\r\n"), path
        assert _kept(desk) == before

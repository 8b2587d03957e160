"""What was put on the shelf is read behind: in portions, once, whatever happens to the worker, and never half."""

import signal
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryFile

import pytest
from sqlalchemy import func, select, update

from checks.documents.formats import Unreadable
from settings import settings
from store import queue
from store.db import transaction
from store.people import Actor
from store.shelf import documents, figures, incoming, search
from store.shelf.incoming import DocumentSubmission
from tests.conftest import environment
from tests.fixtures.desk_parts import person
from tests.fixtures.files import docx, encrypted, pdf, xlsx
from workers.sandbox import reader
from workers.tasks import shelf as step

PAGES = [f"Page {n} is of the town. On page {n} Alder had {n},017 inhabitants." for n in range(1, 31)]
LARGEST = 50_000_000


def put(url: str, actor: Actor, data: bytes, name: str, kind: str = "document", publisher: str = "Town") -> int:
    """A file on the shelf, still to be read."""
    with transaction(url) as conn:
        return incoming.add_document_file(
            conn, DocumentSubmission(kind, name, publisher), [data], LARGEST, actor
        ).document_id


def _state(url: str, document_id: int) -> tuple[str, str | None, int]:
    with transaction(url) as conn:
        row = documents.get_document(conn, document_id)
        return row.state, row.failure, row.holds


def _found(url: str, words: str) -> list[str]:
    with transaction(url) as conn:
        return [passage.locator for passage in search.Shelf(conn).documents(words, 5)]


@pytest.fixture
def checker(desk: str) -> Actor:
    return person(desk, "checker")


def test_a_pdf_is_found_by_its_pages_and_quoted_where_it_stands(desk: str, checker: Actor) -> None:
    number = put(desk, checker, pdf(*PAGES, title="Annual report"), "report.pdf")
    assert _state(desk, number)[0] == "waiting"
    step.run(number)
    assert _state(desk, number) == ("ready", None, 30)
    with transaction(desk) as conn:
        (passage,) = search.Shelf(conn).documents("town 12,017 inhabitants", 5)
        assert conn.execute(select(func.count()).select_from(documents.pieces)).scalar_one() == 0
    assert (passage.locator, passage.publisher, passage.author) == ("Annual report, page 12", "Town", "Jane Roe")
    assert passage.captured is not None
    assert passage.captured[passage.start : passage.end] == passage.text == PAGES[11]


@pytest.mark.parametrize(
    ("data", "name", "words", "locator"),
    [
        (b"First.\n\nThe council counted 40 boats.", "boats.txt", "counted boats", "boats.txt, paragraph 2"),
        (b"<title>Boats</title><h2>Count</h2><p>The council counted 40 boats.",
            "b.html", "boats", "Boats, “Count”, paragraph 1"),
        (docx("#Count", "The council counted 40 boats."), "b.docx", "boats", "b.docx, “Count”, paragraph 1"),
    ],
)  # fmt: skip
def test_every_format_is_read_behind(
    desk: str, checker: Actor, data: bytes, name: str, words: str, locator: str
) -> None:
    step.run(put(desk, checker, data, name))
    assert _found(desk, words) == [locator]


def test_a_long_document_is_read_in_portions_and_found_when_all_of_it_is(
    desk: str, checker: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(step, "SECONDS", 0.0)  # one page a portion
    number = put(desk, checker, pdf(*PAGES[:3]), "report.pdf")
    seen = []
    while _state(desk, number)[0] != "ready":
        step.run(number)
        with transaction(desk) as conn:
            row = documents.get_document(conn, number)
        seen.append((row.state, row.parts_read, row.pages, len(_found(desk, "town inhabitants"))))
    assert seen == [("reading", 1, 3, 0), ("reading", 2, 3, 0), ("reading", 3, 3, 0), ("ready", 3, 3, 3)]
    with transaction(desk) as conn:
        assert queue.find_job(conn, "shelf", number) is None


def test_a_worker_killed_in_the_middle_loses_nothing_and_doubles_nothing(
    desk: str, checker: Actor, redis_url: str
) -> None:
    number = put(desk, checker, pdf(*PAGES[:8]), "report.pdf")
    slow = f"from workers.tasks import shelf\nshelf.SECONDS = 0.0\nwhile True: shelf.run({number})"
    variables = environment(settings().database_url, redis_url)
    killed = []
    for _ in range(2):
        worker = subprocess.Popen([sys.executable, "-c", slow], env=variables)
        before = _read_so_far(desk, number)
        while _read_so_far(desk, number) < before + 1:
            time.sleep(0.02)
        worker.send_signal(signal.SIGKILL)
        worker.wait()
        killed.append(_state(desk, number)[0])
        with transaction(desk) as conn:
            leased = queue.work.c.token.is_not(None)
            conn.execute(
                update(queue.work).where(leased).values(lease_until=func.clock_timestamp())
            )  # its lease runs out
    assert killed == ["reading", "reading"]
    while _state(desk, number)[0] != "ready":
        step.run(number)
    with transaction(desk) as conn:
        rows = conn.execute(select(documents.passages).order_by(documents.passages.c.number)).mappings().all()
    assert [row["text"] for row in rows] == PAGES[:8]
    assert [row["page"] for row in rows] == list(range(1, 9))


def _read_so_far(url: str, number: int) -> int:
    with transaction(url) as conn:
        return documents.get_document(conn, number).parts_read


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        (encrypted(pdf(PAGES[0])), "a.pdf", "it is encrypted"),
        (pdf("", ""), "scan.pdf", "there is no text in it; a scan needs text recognition"),
        (pdf(PAGES[0], bomb=90_000_000), "bomb.pdf", "page 1: it is a broken PDF: Limit reached"),
        (b"\x00\x01\x02\x03", "a.bin", "files of this kind are not read"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_failed_at_once_with_its_reason(
    desk: str, checker: Actor, data: bytes, name: str, words: str
) -> None:
    number = put(desk, checker, data, name)
    step.run(number)
    state, failure, holds = _state(desk, number)
    assert (state, holds) == ("failed", 0)
    assert words in str(failure)
    with transaction(desk) as conn:
        assert queue.find_job(conn, "shelf", number) is None
        assert conn.execute(select(func.count()).select_from(documents.pieces)).scalar_one() == 0


def _reading(code: str) -> "subprocess.CompletedProcess[str]":
    """The process that reads, with another reader in it."""
    whole = (
        f"import itertools\nfrom workers.sandbox import read_file\n{code}\nread_file.main('document', '', '', '0')"
    )
    return subprocess.run(
        [sys.executable, "-c", whole], capture_output=True, stdin=subprocess.DEVNULL, text=True, timeout=60
    )


def test_a_file_that_eats_memory_or_time_harms_only_its_reader() -> None:
    greedy = _reading("read_file._document = lambda *_: iter([len(bytearray(3_000_000_000))])")
    assert "it takes more than 1.5 GB of memory to read" in greedy.stdout
    endless = _reading(
        "read_file.MOST_SECONDS = 1\nread_file._document = lambda *_: (n for n in itertools.count() if n < 0)"
    )
    assert endless.returncode == -signal.SIGXCPU
    assert "takes more time" in str(reader._ended(endless.returncode))


def test_the_reader_is_given_no_secret(desk: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    tells = tmp_path / "python"
    tells.write_text("#!/bin/sh\nprintf '{\"unreadable\": \"%s\"}\\n' \"$(env | tr '\\n' ' ')\"\n")
    tells.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(tells))
    with TemporaryFile() as file, pytest.raises(Unreadable) as variables:
        reader.read_portion(file, "a", "b", 0, 1.0)
    assert "PYTHONUTF8" in str(variables.value)
    assert "FACTDESK" not in str(variables.value)
    assert "postgresql" not in str(variables.value)


def test_a_reader_that_dies_is_tried_again_and_then_failed_with_a_way_back(
    desk: str, checker: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = put(desk, checker, pdf(*PAGES[:2]), "report.pdf")

    def cut_off(*_: object) -> reader.Portion:
        raise reader.CutOff("reading it was cut off by signal 9")

    real = reader.read_portion
    monkeypatch.setattr(reader, "read_portion", cut_off)
    for _ in range(queue.MOST_ATTEMPTS):
        with transaction(desk) as conn:
            conn.execute(queue.work.update().values(due_at=func.now()))
        step.run(number)
    assert _state(desk, number)[:2] == ("failed", "reading it was cut off by signal 9")
    monkeypatch.setattr(reader, "read_portion", real)
    with transaction(desk) as conn:
        assert documents.retry_document(conn, number)
    step.run(number)
    assert _state(desk, number)[0] == "ready"


def test_figures_are_taken_whole_under_the_names_that_the_desk_knows(desk: str, checker: Actor) -> None:
    with transaction(desk) as conn:
        figures.add_figures(conn, [], [("Türkiye", "Türkiye"), ("Türkiye", "Turkey")])
    rows = [
        ["country", "indicator", "year", "value"],
        ["Turkey", "Hospital beds", 2024, 260_000],
        ["Alder", "Boats", 2024, 40],
    ]
    number = put(desk, checker, xlsx(rows), "beds.xlsx", "figures")
    step.run(number)
    assert _state(desk, number) == ("ready", None, 2)
    with transaction(desk) as conn:
        on_shelf = search.Shelf(conn)
        assert on_shelf.entities("Alder has 40 boats") == ("Alder",)
        assert on_shelf.measures("Türkiye") == ("hospital beds",)
        assert on_shelf.figures("Alder", "boats")[0].source == "Town"
        documents.remove_document(conn, number, checker)
        assert on_shelf.figures("Alder", "boats") == ()
        assert on_shelf.entities("Alder and Turkey") == ("Türkiye",)


def test_a_table_with_a_wrong_row_leaves_nothing_behind(desk: str, checker: Actor) -> None:
    number = put(
        desk, checker, b"entity,measure,year,value\nAlder,Boats,2024,40\nAlder,Boats,soon,41\n", "b.csv", "figures"
    )
    step.run(number)
    with transaction(desk) as conn:
        row = documents.get_document(conn, number)
        assert search.Shelf(conn).entities("Alder") == ()
    assert row.refused == ["one place is wrong in it, and nothing was taken from it",
                              "row 3, year: “soon” is no year; write it as 2024"]  # fmt: skip


def test_what_was_taken_off_meanwhile_is_not_read(desk: str, checker: Actor) -> None:
    number = put(desk, checker, pdf(*PAGES[:2]), "report.pdf")
    write = step._compute(number)
    with transaction(desk) as conn:
        documents.remove_document(conn, number, checker)
    with pytest.raises(LookupError), transaction(desk) as conn:
        list(write(conn))
    step.run(number)
    assert _found(desk, "town") == []

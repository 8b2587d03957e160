"""What stands in the logs and what does not; and that a log which cannot be written stops nothing."""

import json
import logging
import os
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest
import structlog
from sqlalchemy import text
from sqlalchemy.exc import DataError, IntegrityError

import logs
from store import people
from store.db import transaction
from tests.fixtures.desk_parts import person

_MAIL, _NAME = "someone@example.org", "Some One"
_TITLE = "A secret title"  # a name, for tracebacks show the lines of the code
_TOP = Path(__file__).parent.parent
_ASK = """
from service.app import create_app
app = create_app()
app.add_url_rule("/broken", view_func=__import__("service.auth").auth.anybody(lambda: 1 / 0))
client = app.test_client()
found = [client.get(path).status_code for path in ("/healthz", "/fact-checks", "/api/v1/openapi.json", "/broken")]
import sys
sys.stdout.write(repr(found) + client.get("/healthz").get_data(as_text=True))
sys.stdout.flush()
import os
os._exit(0)
"""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
@pytest.mark.parametrize("shape", ["json", "console"])
def test_answers_are_given_while_no_log_line_can_be_written(desk: str, shape: str) -> None:
    variables = {**os.environ, "FACTDESK_LOG_LEVEL": "INFO", "FACTDESK_LOG_FORMAT": shape}
    with open("/dev/full", "wb") as full:
        done = subprocess.run(
            [sys.executable, "-c", _ASK], cwd=_TOP, env=variables, stdout=subprocess.PIPE, stderr=full
        )
    assert done.stdout.decode() == "[200, 200, 200, 500]disk full: log lines are lost until there is room\n"


def test_a_line_that_is_written_again_ends_what_is_said_of_a_full_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = logs.LossyStream()
    for path, full in (("/dev/full", True), ("/dev/null", False), ("/dev/full", True)):
        with suppress(OSError), open(path, "w") as there:
            monkeypatch.setattr(sys, "stderr", there)
            stream.write("a line\n")
            stream.flush()
            assert stream.disk_is_full() == full
    assert stream.lost >= 2


@pytest.fixture
def lines(
    desk: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> pytest.CaptureFixture[str]:
    monkeypatch.setenv("FACTDESK_LOG_LEVEL", "INFO")
    from settings import settings

    settings.cache_clear()
    root = logging.getLogger()
    before = root.handlers, root.level
    logs.configure()
    monkeypatch.setattr(logging, "raiseExceptions", True)
    yield capsys  # type: ignore[misc]
    root.handlers, root.level = before
    structlog.reset_defaults()


def test_a_traceback_of_the_store_names_no_person_and_no_value(
    desk: str, lines: pytest.CaptureFixture[str]
) -> None:
    person(desk, "checker", "someone")
    try:
        with transaction(desk) as conn:
            conn.execute(people.people.insert().values(email=_MAIL, name=_NAME, role="checker"))
    except (IntegrityError, DataError):
        structlog.get_logger().exception("unforeseen")
        logging.getLogger("celery").exception("Task raised")
    try:
        with transaction(desk) as conn:
            conn.execute(text("SELECT CAST(:title AS int)"), {"title": _TITLE})
    except DataError:
        structlog.get_logger().exception("unforeseen")
    said = lines.readouterr().err
    assert said.count("Traceback") >= 3
    assert "SQLSTATE 23" in said
    assert "SQLSTATE 22P02" in said
    for word in (_MAIL, _NAME, _TITLE):
        assert word not in said


def test_mail_addresses_are_masked_wherever_they_stand(lines: pytest.CaptureFixture[str]) -> None:
    structlog.get_logger().warning("not sent", to="a.b+c@news.example.org", n=3)
    logging.getLogger("a.library").warning("no box %s", "a@b.org")
    try:
        raise ValueError("a@b.org is unknown")
    except ValueError:
        structlog.get_logger().exception("unforeseen")
    said = lines.readouterr().err
    events = [json.loads(line) for line in said.splitlines()]
    assert (events[0]["to"], events[0]["n"], events[1]["event"]) == ("…@…", 3, "no box …@…")
    assert "ValueError: …@… is unknown" in events[2]["exception"]

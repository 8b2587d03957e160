"""A worker gives way to other sessions, and what the database does for it to what it does for others."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import text

from store.db import transaction

_SAY = """
import json, os, sys
from sqlalchemy import text
from store.db import transaction
from workers.priority import give_way
give_way(int(sys.argv[2]))
with transaction(sys.argv[1]) as conn:
    backend = conn.execute(text("SELECT pg_backend_pid()")).scalar_one()
    print(json.dumps([os.getpriority(os.PRIO_PROCESS, 0), os.getpriority(os.PRIO_PROCESS, backend)]), flush=True)
    print(open("/proc/self/autogroup").read() if os.path.exists("/proc/self/autogroup") else "")
"""


def _priorities(desk: str, niceness: int, *, alone: bool) -> tuple[list[int], str]:
    command = [sys.executable, "-c", _SAY, desk, str(niceness)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, start_new_session=alone)
    first, _, group = done.stdout.partition("\n")
    return json.loads(first), group.strip()


@pytest.mark.skipif(sys.platform != "linux", reason="of other systems only niceness is known")
def test_a_process_and_what_serves_it_give_way(desk: str) -> None:
    before = os.getpriority(os.PRIO_PROCESS, 0)
    (own, backend), group = _priorities(desk, 4, alone=True)
    with transaction(desk) as conn:
        of_others = os.getpriority(os.PRIO_PROCESS, conn.execute(text("SELECT pg_backend_pid()")).scalar_one())
    assert (own, backend) == (before + 4, of_others + 4)
    assert not group or group.endswith("nice 4")


def test_a_process_of_a_session_that_it_has_not_begun_leaves_that_as_it_is(desk: str) -> None:
    of_tests = Path("/proc/self/autogroup")
    before = of_tests.read_text() if of_tests.exists() else ""
    _, group = _priorities(desk, 4, alone=False)
    assert group == before.strip()


def test_without_niceness_nothing_changes(desk: str) -> None:
    before = os.getpriority(os.PRIO_PROCESS, 0)
    assert _priorities(desk, 0, alone=False)[0][0] == before

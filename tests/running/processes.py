"""Runs tests in several processes, each forked from one that has imported and collected them all.

A process that imports and collects for itself takes many seconds of a processor before its first test. Each process
runs one file after the other (`tests/running/scheduling.py` says which) and sends its reports to the one that has
forked it.
"""

import signal
import warnings
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.context import ForkProcess
from typing import Final, TypeAlias

import pytest

from tests.running.scheduling import Files

_FORK: Final = get_context("fork")
_STOP_SECONDS: Final = 60.0
Tests: TypeAlias = dict[str, list[pytest.Item]]  # by file


def fork(config: pytest.Config, run: Callable[[], None], name: str) -> ForkProcess:
    """Start a process that does `run` and says nothing of its own accord but why it failed."""
    process = _FORK.Process(target=_forked, args=(config, run), name=name)
    process.start()
    return process


def _forked(config: pytest.Config, run: Callable[[], None]) -> None:
    """Output is captured anew, for the processes would share one file of it; SIGTERM interrupts."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    capture = config.pluginmanager.getplugin("capturemanager")
    capture.stop_global_capturing()
    capture.start_global_capturing()
    capture.suspend_global_capture()
    config.pluginmanager.set_blocked("terminalreporter")
    try:
        run()
    except KeyboardInterrupt:
        raise SystemExit(1) from None


def run_in_processes(session: pytest.Session, number: int) -> None:
    """Run what was collected in so many processes, and report it here.

    Raises `Session.Failed` and `Session.Interrupted` as pytest does in one process.
    """
    tests: Tests = {}
    for item in session.items:
        tests.setdefault(item.nodeid.partition("::")[0], []).append(item)
    run = _Run(session, tests, number)
    try:
        run.follow()
    finally:
        run.stop()


@dataclass
class _Member:
    """One of the processes: where it reports, and which test it runs."""

    process: ForkProcess
    reports: Connection
    test: str = ""


class _Run:
    """The processes of a run, as the first one sees them."""

    def __init__(self, session: pytest.Session, tests: Tests, number: int) -> None:
        self._session, self._config, self._tests = session, session.config, tests
        self._files = Files(tests, number)
        self._left = {item.nodeid for item in session.items}  # tests that have not begun
        self._members: list[_Member] = []
        for place in range(min(number, len(tests))):
            self._members.append(self._start(place))

    def _start(self, place: int) -> _Member:
        ours, theirs = _FORK.Pipe()
        others = [ours, *(member.reports for member in self._members)]
        process = fork(
            self._config, lambda: _Runner(self._session, self._tests, theirs, place).run(others), f"{place}"
        )
        theirs.close()
        return _Member(process, ours)

    def follow(self) -> None:
        """Hand out files and pass reports on until all processes have ended."""
        running = dict(enumerate(self._members))
        while running:
            ready = wait([member.reports for member in running.values()])
            for place in [place for place, member in running.items() if member.reports in ready]:
                try:
                    self._hear(place, *running[place].reports.recv())
                except (EOFError, ConnectionResetError):
                    self._ended(running.pop(place))
            if self._session.shouldfail:
                raise self._session.Failed(self._session.shouldfail)
            if self._session.shouldstop:
                raise self._session.Interrupted(self._session.shouldstop)
        if self._left:
            self._session.shouldfail = f"{len(self._left)} tests were not run"
            raise self._session.Failed(self._session.shouldfail)

    def _hear(self, place: int, what: str, said: object) -> None:
        member, hook = self._members[place], self._config.hook
        if what == "next":
            member.reports.send(self._files.take(place))
        elif what == "warning":
            hook.pytest_warning_recorded.call_historic(kwargs=said)
        elif what == "begun":
            member.test = str(said)
            self._left.remove(member.test)
        else:
            hook.pytest_runtest_logreport(
                report=hook.pytest_report_from_serializable(config=self._config, data=said)
            )

    def _ended(self, member: _Member) -> None:
        """Report the test in which a process was killed, or its end itself."""
        member.process.join()
        if not member.process.exitcode:
            return
        why = f"its process ended with code {member.process.exitcode}"
        location = (member.test.partition("::")[0], None, member.test)
        report = pytest.TestReport(member.test, location, {}, "failed", why, "call")
        self._config.hook.pytest_runtest_logreport(report=report)

    def stop(self) -> None:
        """End what still runs, with the servers that it has started."""
        for member in self._members:
            member.process.terminate()
        for member in self._members:
            member.process.join(_STOP_SECONDS)


class _Runner:
    """Runs files of tests in a process of its own, and sends what is reported of them; a plugin of pytest."""

    def __init__(self, session: pytest.Session, tests: Tests, reports: Connection, place: int) -> None:
        self._session, self._config, self._tests = session, session.config, tests
        self._reports = reports
        self._place = place

    def run(self, others: list[Connection]) -> None:
        """Ask for files until there is none, or it is interrupted.

        Args:
            others: connections that belong to the first process; the end of any of them would not be seen.
        """
        for each in others:
            each.close()
        factory = self._config._tmp_path_factory  # type: ignore[attr-defined]
        factory._basetemp = factory.getbasetemp() / f"process-{self._place}"
        factory._basetemp.mkdir(mode=0o700)
        self._config.pluginmanager.register(self)
        items = self._items()
        item = next(items, None)
        try:
            with suppress(BrokenPipeError):
                while item and not (self._session.shouldfail or self._session.shouldstop):
                    following = next(items, None)  # it decides which fixtures end with the test
                    self._reports.send(("begun", item.nodeid))
                    item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
                    item = following
            _ignore_signals()
        except (
            KeyboardInterrupt
        ):  # the one signal that ends it may come at any place, the line before this one too
            _ignore_signals()
        finally:
            self._session._setupstate.teardown_exact(None)

    def _items(self) -> Iterator[pytest.Item]:
        while name := self._ask():
            yield from self._tests[name]

    def _ask(self) -> str | None:
        self._reports.send(("next", None))
        name: str | None = self._reports.recv()
        return name

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Send a report."""
        data = self._config.hook.pytest_report_to_serializable(config=self._config, report=report)
        self._reports.send(("report", data))

    def pytest_warning_recorded(
        self, warning_message: warnings.WarningMessage, when: str, nodeid: str, location: object
    ) -> None:
        """Send a warning; its text stands for what may not be sent."""
        sent = warnings.WarningMessage(
            str(warning_message.message),
            warning_message.category,
            warning_message.filename,
            warning_message.lineno,
        )
        reported = {"warning_message": sent, "when": when, "nodeid": nodeid, "location": location}
        self._reports.send(("warning", reported))


def _ignore_signals() -> None:
    """Let nothing end this process any more: it may not leave a server behind."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)

"""The time of the server for each page that people spend the day on, with few claims and with many."""

import statistics
from dataclasses import dataclass
from typing import Final

from bench.scale.desks import Desk

PAGES: Final = {  # by what it is called here, its name in `bench.scale.questions`
    "triage": "/triage  worth",
    "triage, a claim chosen": "/triage?claim={waiting}",
    "claim": "/claims/{published}",
    "overview": "/",
    "public page": "/fact-checks/claim-{published}",
    "public index": "/fact-checks?",
}


@dataclass(frozen=True, slots=True)
class ServerTime:
    """Milliseconds of a core that a page takes with few claims and with many, and the median that passed with many."""

    page: str
    few: float
    many: float
    passed: float

    @property
    def ratio(self) -> float:
        """How many times as long it takes with many."""
        return self.many / self.few


def measure_server(small: Desk, large: Desk, repeats: int) -> list[ServerTime]:
    """Ask for every page of both desks by turns; the least time of each counts, which other work does not lengthen."""
    found = []
    for page, name in PAGES.items():
        few, many, passed = list[float](), list[float](), list[float]()
        for turn in range(repeats + 1):
            for desk, times in ((small, few), (large, many)):
                worked, took, status = desk.ask(desk.questions[name])
                if status >= 400:
                    raise SystemExit(f"{desk.questions[name].path} answered {status}")
                if turn:  # the first one warms up
                    times.append(worked)
                    passed += [took] * (desk is large)
        found.append(ServerTime(page, min(few), min(many), statistics.median(passed)))
    return found

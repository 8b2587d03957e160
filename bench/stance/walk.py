"""How many files of `checks/stance` a claim passes on its way to its stance.

    python -m bench.stance --walk

Two pairs are judged, one by its figures and one by its words. "Files" are those in which code runs. A "return" is a
pair of files of which the first calls into the second, though that was opened before: it is where a reader goes back.
"""

import sys
from functools import cache
from pathlib import Path
from types import FrameType
from typing import Any, Final

import checks.stance
from checks.stance.judge import judge_texts

_PACKAGE: Final = Path(checks.stance.__file__).parent
PAIRS: Final = {
    "figures": (
        "More than 100,000 Russian troops were near the border with Ukraine in January 2022.",
        "Roughly 127,000 Russian soldiers were near the border with Ukraine in January 2022, officials said.",
    ),
    "words": (
        "Paul Renner was born in Wernigerode in 1878.",
        "The designer Paul Renner was born in Leeds in 1902. He worked as a teacher.",
    ),
}


def walk(claim: str, passage: str) -> tuple[list[str], int]:
    """The files in the order in which they are first entered, by their path in the package, and the returns."""
    opened: list[str] = []
    returns: set[tuple[str, str]] = set()
    first: set[tuple[str, str]] = set()

    def on_call(frame: FrameType, event: str, _: Any) -> None:
        if event != "call" or (name := _name(frame.f_code.co_filename)) is None:
            return
        caller = frame.f_back
        while caller is not None and _name(caller.f_code.co_filename) is None:
            caller = caller.f_back
        step = (str(caller and _name(caller.f_code.co_filename)), name)
        if name not in opened:
            opened.append(name)
            first.add(step)
        elif step[0] != name and step not in first:
            returns.add(step)

    sys.setprofile(on_call)
    try:
        judge_texts(claim, passage)
    finally:
        sys.setprofile(None)
    return opened, len(returns)


@cache
def _name(file: str) -> str | None:
    """The path of a file in the package; None for any other file."""
    path = Path(file)
    return str(path.relative_to(_PACKAGE)) if path.is_relative_to(_PACKAGE) else None


def main() -> int:
    """Print both walks; returns 0."""
    of = len([path for path in _PACKAGE.rglob("*.py") if path.name != "__init__.py"])
    for name, pair in PAIRS.items():
        opened, returns = walk(*pair)
        print(f"{name}: {len(opened)} of {of} files, {returns} returns: {', '.join(opened)}")
    return 0

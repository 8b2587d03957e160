"""Refuse a commit whose subject is missing, longer than 72 characters, or ends with a full stop.

`pre-commit` runs it in its stage commit-msg with the file that holds the message. That a subject is an imperative is
for people to see.
"""

import sys
from pathlib import Path
from typing import Final

LONGEST: Final = 72


def fault(message: str) -> str | None:
    """What is wrong with the subject of a commit's message; None where nothing is. Lines of "#" are git's own."""
    lines = [line for line in message.splitlines() if not line.startswith("#")]
    subject = next((line.strip() for line in lines if line.strip()), "")
    if not subject:
        return "the subject is missing"
    if len(subject) > LONGEST:
        return f"the subject has {len(subject)} characters, {LONGEST} are the most"
    return "the subject ends with a full stop" if subject.endswith(".") else None


def main(path: str) -> int:
    """The exit status for the message in a file; says what is wrong with it."""
    if found := fault(Path(path).read_text(encoding="utf-8")):
        print(found)
    return found is not None


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1]))

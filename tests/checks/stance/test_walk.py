"""A claim reaches its stance through few files, and the docs say how many."""

import subprocess
import sys
from pathlib import Path

_TOP = Path(__file__).parents[3]
_MOST_FILES, _MOST_RETURNS = 20, 30


def test_a_claim_passes_at_most_twenty_files_on_its_way_to_its_stance() -> None:
    """In a process of its own, for what is kept of earlier texts makes the walk shorter."""
    done = subprocess.run(
        [sys.executable, "-m", "bench.stance", "--walk"], cwd=_TOP, capture_output=True, text=True, check=True
    )
    walks = [line.split() for line in done.stdout.splitlines()]
    assert [words[0] for words in walks] == ["figures:", "words:"]
    files, of, returns = ([int(words[n]) for words in walks] for n in (1, 3, 5))
    assert max(files) <= _MOST_FILES
    assert max(returns) <= _MOST_RETURNS
    docs = " ".join((_TOP / "docs/developers/stance.md").read_text(encoding="utf-8").split())
    assert (
        f"goes through {files[0]} of the {of[0]} files of `checks/stance`, one without through {files[1]}, "
        f"and {returns[0]} and {returns[1]} times back" in docs
    )

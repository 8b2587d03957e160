"""The language pipeline's batches: bounded in memory, whatever the texts are cut into."""

import subprocess
import sys

import pytest

_PEAK = """
import resource, sys
from checks.nlp.pipeline import parsed, pipeline
def peak(): return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
sum(1 for _ in parsed(["One ship sank on Monday."]))
before = peak()
sum(len(doc) for doc in parsed(sys.argv[1] for _ in range(int(sys.argv[2]))))
print(peak() - before)
"""


@pytest.mark.parametrize(("text", "times"), [("a", 10_000), ("a " * 10_000, 3)])
def test_a_batch_is_bounded_in_texts_and_words(text: str, times: int) -> None:
    command = [sys.executable, "-c", _PEAK, text, str(times)]
    megabytes = int(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    assert megabytes < 260

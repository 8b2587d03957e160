"""Memory that work has freed goes back to the system once nothing has been done for a moment."""

import time

import pytest

from workers import idle_memory


def test_it_is_released_once_after_the_last_task(monkeypatch: pytest.MonkeyPatch) -> None:
    released: list[float] = []
    monkeypatch.setattr(idle_memory, "_CALM_SECONDS", 0.3)
    monkeypatch.setattr(idle_memory, "release_freed_memory", lambda: released.append(time.monotonic()))
    of_process = idle_memory.IdleRelease()
    for _ in range(5):
        of_process.note_task()
        last = time.monotonic()
        time.sleep(0.02)
    time.sleep(1.5)
    assert len(released) == 1
    assert released[0] >= last + 0.3
    of_process.note_task()
    time.sleep(1.5)
    assert len(released) == 2

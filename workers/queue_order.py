"""From which of its queues a worker takes its next message."""

from collections.abc import Iterable
from typing import Final

from workers.task_table import QUEUES

_FIRST: Final = QUEUES["split"]
MOST_IN_A_ROW: Final = 4  # splits that go before other work that waits; then one of the others has its turn


class SplitsFirst:
    """The order of queues in which a worker asks for a message (`queue_order_strategy` of kombu's Redis transport).

    Claims stand in triage once their article is split, so that a split goes before lookups and other work. All
    other queues take turns, and after `MOST_IN_A_ROW` splits one of them does: a long import holds up no lookups.
    """

    def __init__(self, queues: Iterable[str] = ()) -> None:
        self._queues = list(queues)
        self._in_a_row = 0

    def update(self, queues: Iterable[str]) -> None:
        """Take from these queues."""
        self._queues = list(queues)

    def consume(self, count: int) -> list[str]:
        """The queues in the order in which they are looked at; the first that has a message gives it."""
        others = [name for name in self._queues if name != _FIRST]
        first = [name for name in self._queues if name == _FIRST]
        ordered = [*first, *others] if self._in_a_row < MOST_IN_A_ROW else [*others, *first]
        return ordered[:count]

    def rotate(self, last_used: str) -> str:
        """Note which queue has given a message; it is the last of the others next time."""
        if last_used == _FIRST:
            self._in_a_row += 1
        else:
            self._in_a_row = 0
            if last_used in self._queues:
                self._queues.append(self._queues.pop(self._queues.index(last_used)))
        return last_used

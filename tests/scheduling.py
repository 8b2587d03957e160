"""Which process runs which file of tests: those that mostly wait go to one of their own.

Tests in which processes are killed wait for leases and restarts for minutes and need little of a processor. Where
there are three processes or more, the first one runs them one after the other, while the others run what needs a
processor. What runs longest begins first, so that no process is left alone with it at the end.
"""

from typing import Final

from xdist.scheduler import LoadFileScheduling
from xdist.workermanage import WorkerController

_LEAST: Final = 3  # processes
_WAITING: Final = (
    "tests/chaos/",
    "tests/cli/test_up",
    "tests/service/test_many_connections",
    "tests/test_production",
    "tests/workers/test_feed_leases",
)
_LONGEST: Final = "tests/security/test_hostile"


class WaitingApart(LoadFileScheduling):
    """Files in the order of their names; those that mostly wait first for the first process, last for the others."""

    def _assign_work_unit(self, node: WorkerController) -> None:
        apart = len(self.nodes) >= _LEAST
        waits = node is self.nodes[0]
        wanted = [scope for scope in self.workqueue if scope.startswith(_WAITING) is waits]
        wanted.sort(key=lambda scope: not scope.startswith(_LONGEST))
        scope = wanted[0] if apart and wanted else None
        if scope is not None:
            self.workqueue.move_to_end(scope, last=False)
        super()._assign_work_unit(node)

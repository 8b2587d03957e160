"""How a worker gives way to the web processes of its machine, so that pages are quick while articles are read."""

import os
from contextlib import suppress
from pathlib import Path
from typing import Final

from store.db import let_backends_give_way

# Where Linux shares the cores between sessions first (sched(7), "The autogroup feature"), niceness counts within a
# session alone, and this file holds the session's own.
_SESSION: Final = Path("/proc/self/autogroup")


def give_way(niceness: int) -> None:
    """Lower the priority of this process, of all that are forked from it, and of the local PostgreSQL's work for them.

    Args:
        niceness: 0 to 19, above that of this process.
    """
    if niceness == 0:
        return
    os.nice(niceness)
    if os.getsid(0) == os.getpid():  # not the session of somebody's shell
        with suppress(OSError):
            _SESSION.write_text(str(niceness))
    let_backends_give_way(niceness)

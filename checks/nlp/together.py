"""Work of comparisons that costs less for many texts at once than for one after the other: parsing, encoding.

What a comparison needs of it shows only on its way. So comparisons are begun, and each stops where it asks for a text
that was not worked on before; then that is done for all that stopped, and they begin again. They come to what they come
to one by one.
"""

from collections.abc import Callable, Iterable, Sequence
from contextvars import ContextVar
from typing import Final, TypeAlias

Comparison: TypeAlias = Callable[[], object]
Work: TypeAlias = Callable[[Sequence[str]], object]
_Noted: TypeAlias = dict[Work, dict[str, None]]

# So often a comparison of figures asks: both sentences are parsed, then encoded.
_ROUNDS: Final = 4
_noted: ContextVar[_Noted | None] = ContextVar("noted", default=None)


class _StoppedError(Exception):
    """A comparison waits for what it has noted."""


def done_together(comparisons: Iterable[Comparison]) -> None:
    """Make comparisons whose results are kept by whoever makes them; their `work` is done for all at once.

    One that breaks is left alone: it breaks again where its result is asked for. What `work` raises is raised.
    """
    left = list(comparisons)
    for _ in range(_ROUNDS):
        noted: _Noted = {}
        token = _noted.set(noted)
        try:
            left = [comparison for comparison in left if _stops(comparison)]
        finally:
            _noted.reset(token)
        for work, texts in noted.items():
            work(list(texts))
        if not left:
            return


def ask_for(work: Work, texts: Sequence[str]) -> None:
    """Say that `work` is to be done on texts: within `done_together` that ends the comparison that asks, elsewhere the
    caller does it.
    """
    noted = _noted.get()
    if noted is not None:
        noted.setdefault(work, {}).update(dict.fromkeys(texts))
        raise _StoppedError


def _stops(comparison: Comparison) -> bool:
    """Whether a comparison waits for what it has noted."""
    try:
        comparison()
    except _StoppedError:
        return True
    except Exception:
        return False
    return False

"""Reference sources: one file each, found by looking into this folder.

A source is a module with `NAME`, `TITLE`, `applies(claim)` and `ask(claim, reach)`. It answers `Found`,
`Nothing` or `CouldNotAsk`, never an empty list that could mean either.
"""

from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import Protocol, cast

from checks.types import Answer, Claim, Reach


class Source(Protocol):
    """What every module of this folder offers."""

    NAME: str
    TITLE: str

    def applies(self, claim: Claim) -> bool: ...

    def ask(self, claim: Claim, reach: Reach) -> Answer: ...


@cache
def sources() -> dict[str, Source]:
    """Every source by its name."""
    found = (import_module(f"{__name__}.{module.name}") for module in iter_modules(__path__))
    return {module.NAME: cast(Source, module) for module in found if hasattr(module, "NAME")}


def applicable(claim: Claim) -> list[str]:
    """The names of the sources worth asking about this claim."""
    return [name for name, source in sources().items() if source.applies(claim)]

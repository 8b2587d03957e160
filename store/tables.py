"""Every table: all rooms of the store are imported, so that migrations and tests see the whole of it."""

from importlib import import_module
from pkgutil import iter_modules
from typing import Final

import store

_WITHOUT: Final = ("migrate", "migrations", "tables")
ROOMS: Final = tuple(
    import_module(f"store.{room.name}") for room in iter_modules(store.__path__) if room.name not in _WITHOUT
)

"""Every table: all modules of the store are imported, so that migrations and tests see the whole of it."""

from importlib import import_module
from pkgutil import walk_packages
from typing import Final

import store

_WITHOUT: Final = ("store.migrate", "store.migrations", "store.tables")
MODULES: Final = tuple(
    import_module(module.name)
    for module in walk_packages(store.__path__, "store.")
    if not module.name.startswith(_WITHOUT)
)

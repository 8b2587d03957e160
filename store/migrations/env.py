"""Alembic's entry: the connection is handed in by `store.migrate`."""

from alembic import context

import store.tables  # noqa: F401
from store.db import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
context.run_migrations()

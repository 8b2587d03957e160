"""Alembic's entry: the connection is handed in by `store.migrate`.

Each migration is a transaction of its own, so that one may step out of it (`autocommit_block`) to make an index without
locking its table.
"""

from alembic import context

import store.tables  # noqa: F401
from store.db import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    transaction_per_migration=True,
)
with context.begin_transaction():
    context.run_migrations()

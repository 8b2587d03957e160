"""Files of external fact-checks on their way in: the tables.

A file is kept in pieces in the store, the one place that all machines share, until it is read. It is read in
parts; each part is a job of its own (kind `import`), and its fact-checks, how far the reading is, and the next
part are written in one transaction.
"""

import sqlalchemy as sa

from store.columns import identity, moment
from store.db import metadata

imports = sa.Table(
    "imports",
    metadata,
    identity(),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("sent_by", sa.BigInteger, sa.ForeignKey("people.id")),
    moment("started_at", now=True),
    moment("received_at"),
    moment("finished_at"),
    sa.Column("sha256", sa.LargeBinary),
    sa.Column("size", sa.BigInteger, nullable=False, server_default="0"),
    sa.Column("bytes_read", sa.BigInteger, nullable=False, server_default="0"),
    *(
        sa.Column(name, sa.Integer, nullable=False, server_default="0")
        for name in ("new", "changed", "same", "skipped")
    ),
)
import_pieces = sa.Table(
    "import_pieces",
    metadata,
    sa.Column("import_id", sa.BigInteger, sa.ForeignKey("imports.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("data", sa.LargeBinary, nullable=False),
)
import_parts = sa.Table(
    "import_parts",
    metadata,
    identity(),
    sa.Column("import_id", sa.BigInteger, sa.ForeignKey("imports.id", ondelete="CASCADE"), nullable=False),
    sa.Column("first", sa.Integer, nullable=False),
    sa.UniqueConstraint("import_id", "first"),
)
import_skipped = sa.Table(
    "import_skipped",
    metadata,
    identity(),
    sa.Column("import_id", sa.BigInteger, sa.ForeignKey("imports.id", ondelete="CASCADE"), nullable=False),
    sa.Column("place", sa.Text, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Index("ix_import_skipped_import_id", "import_id", "id"),
)

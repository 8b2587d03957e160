"""What of a desk is exported: every table except those of one installation, every column except secrets and computed
ones.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from typing import Final

import sqlalchemy as sa

from store.db import metadata

FORMAT: Final = 1  # of the export; raised when an older reader would misread a newer one
# Who is signed in, which programs are told and which hubs tell us belong to one installation, and consist of secrets.
NOT_EXPORTED: Final = frozenset((
    "sessions", "sign_in_links", "tokens", "webhooks", "old_webhook_secrets", "deliveries", "delivery_attempts",
    "feed_subscriptions", "totp_secrets", "recovery_codes", "invitations", "claim_viewers",
))  # fmt: skip
# Secrets; embeddings, which are filled in behind; and who was doing a job at that moment.
COLUMNS_NOT_EXPORTED: Final = {
    "people": ("password_hash",),
    "claims": ("search", "finding_rank", "priority"),  # written by triggers
    "lookups": ("open_article_id",),
    "fact_checks": ("embedding", "encoder"),
    "claim_embeddings": ("embedding", "encoder"),
    "passage_embeddings": ("embedding", "encoder"),
    "source_settings": ("sealed",),
    "work": ("token", "lease_until", "enqueued_at", "slot_released"),
}
# What a desk that nobody has used yet may hold: it came with the migrations, or workers wrote it when they started.
PRESENT_IN_EMPTY: Final = frozenset((
    "captures", "claim_counts", "documents", "document_parts", "document_passages", "document_pieces",
    "entity_names", "external_rating_counts", "figures",
    "lexemes", "passage_embeddings", "rating_counts", "sources", "statistics", "track_records", "work",
))  # fmt: skip
JOBS_NOT_EXPORTED: Final = ("deliver", "subscribe", "invitation")


@dataclass(frozen=True, slots=True)
class ExportedTable:
    """A table of the export, with the columns that are exported and those by which its rows are ordered.

    Generated columns are left out: the database makes them again.
    """

    name: str
    columns: tuple[str, ...]
    key: tuple[str, ...]

    def select(self) -> str:
        """SQL that selects the columns of all rows in the order of the key.

        Jobs that belong to one installation are left out.
        """
        left_out = ", ".join(f"'{kind}'" for kind in JOBS_NOT_EXPORTED)
        where = f" WHERE kind NOT IN ({left_out})" if self.name == "work" else ""
        rows = f"{quoted([self.name])}{where} ORDER BY {quoted(self.key)}"
        return f"SELECT {quoted(self.columns)} FROM {rows}"  # noqa: S608 - names of our own


def exported_tables() -> list[ExportedTable]:
    """The tables of the export, each after those that it refers to, so that they can be written in this order."""
    import_module("store.tables")  # all tables are known once all modules of the store are imported
    return list(_tables())


def schema_revision(conn: sa.Connection) -> str:
    """The migration that the database has come to, which an export names and an import must equal."""
    return str(conn.execute(sa.text("SELECT version_num FROM alembic_version")).scalar_one())


def quoted(names: tuple[str, ...] | list[str]) -> str:
    """Names of tables or columns as SQL has them, with commas."""
    return ", ".join(f'"{name}"' for name in names)


def _tables() -> Iterator[ExportedTable]:
    """The tables of the export, those without a key ordered by all their columns."""
    for table in metadata.sorted_tables:
        if table.name in NOT_EXPORTED:
            continue
        left_out = COLUMNS_NOT_EXPORTED.get(table.name, ())
        columns = tuple(c.name for c in table.columns if c.computed is None and c.name not in left_out)
        key = tuple(c.name for c in table.primary_key.columns)
        yield ExportedTable(
            table.name, columns, key or columns
        )  # rows without a key are told apart by nothing else

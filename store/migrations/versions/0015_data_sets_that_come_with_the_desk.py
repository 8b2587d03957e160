"""data sets that come with the desk: their key, edition, licence and origin"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    for name in ("built_in", "edition", "licence", "obtained"):
        op.add_column("documents", sa.Column(name, sa.Text(), nullable=True))
    op.create_unique_constraint("uq_documents_built_in", "documents", ["built_in"])
    op.drop_constraint("uq_documents_url", "documents", type_="unique")
    own = sa.text("built_in IS NULL")
    op.create_index("uq_documents_url", "documents", ["url"], unique=True, postgresql_where=own)

"""an index of the evidence that is for or against, which the track record counts"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    sided = sa.text("stance IN ('supports', 'refutes')")
    op.create_index("ix_evidence_sided", "evidence", ["lookup_id"], postgresql_where=sided)

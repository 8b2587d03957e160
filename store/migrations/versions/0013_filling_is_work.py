"""to fill in what statements mean is work like any other: in steps of a second, by one at a time"""

from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    op.drop_constraint(op.f("ck_work_kind"), "work", type_="check")
    kinds = "kind IN ('split', 'lookup', 'suggest', 'deliver', 'import', 'shelf', 'embed')"
    op.create_check_constraint(op.f("ck_work_kind"), "work", kinds)
    op.execute("UPDATE work SET lane = 'import' WHERE kind = 'import'")

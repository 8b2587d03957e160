"""The track record of sources, kept on a large desk, where to count it takes long."""

from alembic import op

revision = "0065"
down_revision = "0064"


def upgrade() -> None:
    op.execute("""
        CREATE TABLE track_records (
            source TEXT NOT NULL,
            lookups BIGINT NOT NULL,
            found BIGINT NOT NULL,
            could_not_ask BIGINT NOT NULL,
            sided BIGINT NOT NULL,
            judged BIGINT NOT NULL,
            agreed BIGINT NOT NULL,
            counted_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
            CONSTRAINT pk_track_records PRIMARY KEY (source)
        )""")


def downgrade() -> None:
    op.execute("DROP TABLE track_records")

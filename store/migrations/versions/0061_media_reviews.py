"""What a verdict says of an image, a video or a recording that its claim is of."""

from alembic import op

revision = "0061"
down_revision = "0060"


def upgrade() -> None:
    op.execute(_MEDIA_REVIEWS)


def downgrade() -> None:
    op.drop_table("media_reviews")


_MEDIA_REVIEWS = """
CREATE TABLE media_reviews (
    verdict_id BIGINT NOT NULL,
    media_type TEXT NOT NULL,
    categories TEXT[] NOT NULL,
    media_url TEXT,
    original_url TEXT,
    original_context TEXT DEFAULT '' NOT NULL,
    CONSTRAINT pk_media_reviews PRIMARY KEY (verdict_id),
    CONSTRAINT fk_media_reviews_verdict_id FOREIGN KEY (verdict_id) REFERENCES verdicts (id) ON DELETE CASCADE,
    CONSTRAINT ck_media_reviews_media_type CHECK (media_type IN ('image','video','audio')),
    CONSTRAINT ck_media_reviews_categories CHECK (categories <> '{}')
)
"""

"""The rank of a claim's finding and its priority are written by a trigger, on desks that had them computed too.

Nothing is written anew: the values that are there stay, and are the same.
"""

from alembic import op

revision = "0075"
down_revision = "0074"

_WRITE = """
CREATE OR REPLACE FUNCTION write_claim_order() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.finding_rank := CASE NEW.suggestion WHEN 'refuted' THEN 5 WHEN 'conflicting' THEN 4 WHEN 'context only' THEN 3
    WHEN 'supported' THEN 2 WHEN 'set aside' THEN 1 WHEN 'nothing found' THEN 1 WHEN 'could not ask' THEN 1 ELSE 0 END;
  NEW.priority := NEW.worth + CASE NEW.suggestion WHEN 'refuted' THEN 0.5 WHEN 'conflicting' THEN 0.4
    WHEN 'context only' THEN 0.1 ELSE 0 END;
  RETURN NEW;
END $$"""
# The suggestion of a new claim is copied by a trigger on its state, whose name comes first.
_WRITTEN = (
    "CREATE OR REPLACE TRIGGER write_claim_order BEFORE INSERT OR UPDATE OF worth, suggestion, state ON claims"
    " FOR EACH ROW EXECUTE FUNCTION write_claim_order()"
)


def upgrade() -> None:
    op.execute(
        "ALTER TABLE claims ALTER finding_rank DROP EXPRESSION IF EXISTS, ALTER priority DROP EXPRESSION IF EXISTS"
    )
    op.execute(_WRITE)
    op.execute(_WRITTEN)


def downgrade() -> None:
    """Nothing: the version before reads what the trigger writes."""

"""How much waits where; each number leads to what it counts."""

from flask import Blueprint, render_template

from service import auth
from service.request.transaction import transaction
from store import progress, sample_removal, samples
from store.claims import claims

blueprint = Blueprint("overview", __name__)


@blueprint.get("/")
@auth.desk()
def overview_page() -> str:
    """The overview."""
    with transaction() as conn:
        return render_template(
            "desk/overview.html",
            counts=claims.count_claims_by_state(conn),
            failed=progress.list_articles(conn, stage="failed", limit=20),
            newest=progress.list_articles(conn, limit=8),
            oldest=claims.list_claims(conn, claims.ClaimFilters(states=("triage",)), sort="oldest", limit=5),
            sample=samples.is_sample_present(conn),
        )


@blueprint.get("/sample/clear")
@auth.desk("admin")
def clear_sample_page() -> str:
    """What clearing the sample away would remove and keep, and the question whether to do it."""
    with transaction() as conn:
        return render_template(
            "desk/clear_sample.html", removal=sample_removal.plan_sample_removal(conn), done=False
        )


@blueprint.post("/sample/clear")
@auth.desk("admin")
def clear_sample() -> str:
    """Clear the sample away and say what was done."""
    with transaction() as conn:
        removal = sample_removal.remove_sample(conn, auth.actor())
    return render_template("desk/clear_sample.html", removal=removal, done=True)

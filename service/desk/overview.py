"""How much waits where; each number leads to what it counts."""

from flask import Blueprint, render_template

from service import auth
from service.request.transaction import transaction
from store import progress
from store.claims import claims
from store.sample import contents, removal

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
            sample=contents.is_sample_present(conn),
        )


@blueprint.get("/sample/clear")
@auth.desk("admin")
def clear_sample_page() -> str:
    """What clearing the sample away would remove and keep, and the question whether to do it."""
    with transaction() as conn:
        return render_template("desk/clear_sample.html", removal=removal.plan_sample_removal(conn), done=False)


@blueprint.post("/sample/clear")
@auth.desk("admin")
def clear_sample() -> str:
    """Clear the sample away and say what was done."""
    with transaction() as conn:
        done = removal.remove_sample(conn, auth.actor())
    return render_template("desk/clear_sample.html", removal=done, done=True)

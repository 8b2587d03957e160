"""Which reference sources are on, and how they do."""

from flask import Blueprint, redirect, render_template, url_for
from werkzeug.wrappers import Response

from service import auth
from service.desk.references.backfills import read_status
from service.request.transaction import transaction
from store import audit
from store.lookups import sources, track_record
from workers import enqueue

blueprint = Blueprint("sources", __name__)


@blueprint.get("/sources")
@auth.desk()
def sources_page() -> str:
    """Every source."""
    with transaction() as conn:
        rows, backfill = sources.list_sources(conn), read_status(conn)
    titles = {row.name: row.title for row in rows}
    return render_template("desk/references/sources.html", rows=rows, backfill=backfill, titles=titles)


@blueprint.get("/sources/record")
@auth.desk()
def track_record_page() -> str:
    """How often each source brought anything, how often for or against, and how often the verdict said so too."""
    with transaction() as conn:
        titles = {row.name: row.title for row in sources.list_sources(conn)}
        return render_template(
            "desk/references/track_record.html", rows=track_record.list_track_records(conn).values(), titles=titles
        )


@blueprint.post("/sources/<name>/resume")
@auth.desk()
def resume_source(name: str) -> Response:
    """End a source's pause."""
    with transaction() as conn:
        asked = sources.resume_source(conn, name)
        audit.write_audit_entry(conn, auth.actor(), "source", 0, "resumed", reason=name)
    enqueue.enqueue("lookup", asked)
    return redirect(url_for("sources.sources_page"))

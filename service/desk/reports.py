"""What readers report of published fact-checks, and who has seen to it."""

from typing import Final

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from service import auth
from service.request import cursors
from service.request.transaction import transaction
from store.newsroom import error_reports

blueprint = Blueprint("reports", __name__, url_prefix="/reports")
_LIST: Final = "reports"
_LIMIT: Final = 50


@blueprint.get("")
@auth.desk()
def reports_page() -> str:
    """Reports that wait, or those that were seen to."""
    closed = request.args.get("show") == "closed"
    before = cursors.read_id(_LIST, "before")
    with transaction() as conn:
        rows = error_reports.list_error_reports(conn, closed=closed, before=before, limit=_LIMIT + 1)
    more = cursors.after(_LIST, rows, _LIMIT)
    return render_template("desk/reports.html", rows=rows[:_LIMIT], closed=closed, more=more)


@blueprint.post("/<int:report_id>/close")
@auth.desk()
def close_report(report_id: int) -> Response:
    """Note that a report was seen to."""
    with transaction() as conn:
        error_reports.close_error_report(conn, report_id, auth.actor())
    return redirect(url_for("reports.reports_page"))

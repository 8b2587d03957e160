"""Readers report errors of a fact-check; a form, limited by address."""

from flask import Blueprint, render_template, request
from limits import RateLimitItemPerHour

from service import limits
from service.auth import anybody
from service.public.fact_checks import find_visible
from service.public.masthead import read_masthead
from service.request.transaction import transaction
from store.newsroom import error_reports
from store.people import Refused

blueprint = Blueprint("error_reports", __name__)
_PER_ADDRESS = RateLimitItemPerHour(10, namespace="error reports")


@blueprint.get("/fact-checks/<slug>/report")
@anybody
def error_report_page(slug: str) -> str:
    """The form."""
    return _page(slug)


@blueprint.post("/fact-checks/<slug>/report")
@anybody
def send_error_report(slug: str) -> str | tuple[str, int]:
    """Keep a report."""
    text, sender = request.form.get("report", ""), request.form.get("sender", "")
    limits.admit_sender(_PER_ADDRESS, request.remote_addr or "")
    try:
        with transaction() as conn:
            error_reports.add_error_report(conn, find_visible(conn, slug).id, text, sender)
    except Refused as error:
        return _page(slug, given={"report": text, "sender": sender}, wrong={error.field: str(error)}), 422
    return _page(slug, sent=True)


def _page(
    slug: str, *, sent: bool = False, given: dict[str, str] | None = None, wrong: dict[str, str] | None = None
) -> str:
    with transaction() as conn:
        row, masthead = find_visible(conn, slug), read_masthead(conn)
    return render_template("public/error_report.html", row=row, masthead=masthead, sent=sent, given=given or {},
                           wrong=wrong or {})  # fmt: skip

"""Who did what when, over everything. For admins."""

from typing import Final

from flask import Blueprint, render_template, request

from service import auth
from service.desk.csv_lists import read_audit_filters
from service.request import cursors
from service.request.transaction import transaction
from store import audit, people

blueprint = Blueprint("audit_log", __name__, url_prefix="/audit")
_LIST: Final = "audit"
_LIMIT: Final = 100


@blueprint.get("")
@auth.desk("admin")
def audit_page() -> str:
    """The newest entries, or those that fit what is asked for."""
    asked = {name: request.args.get(name, "").strip() for name in ("actor", "kind", "subject", "event", "day")}
    filters = read_audit_filters()
    before = cursors.read_id(_LIST, "before")
    with transaction() as conn:
        rows = audit.list_whole_audit(conn, filters, before=before, limit=_LIMIT + 1)
        everybody = people.list_people(conn)
    more = cursors.after(_LIST, rows, _LIMIT)
    kept = {name: value for name, value in asked.items() if value}
    return render_template(
        "desk/accounts/audit.html", rows=rows[:_LIMIT], asked=asked, kept=kept, people=everybody, more=more
    )

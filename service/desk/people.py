"""Who works here: adding people, their roles, closing accounts. For admins."""

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from service import auth
from service.within import transaction
from settings import settings
from store import audit, people
from store.people import Refused

blueprint = Blueprint("people", __name__)


@blueprint.get("/people")
@auth.desk("admin")
def page() -> str:
    """Everybody."""
    return _page()


@blueprint.post("/people")
@auth.desk("admin")
def add() -> str | tuple[str, int]:
    """Add a person; the one-time link is shown this once."""
    given = {name: request.form.get(name, "") for name in ("email", "name", "role")}
    try:
        with transaction() as conn:
            person_id = people.add(conn, **given)
            audit.write(conn, auth.actor(), "person", person_id, "added", to=given["role"])
            secret = people.sign_in_link(conn, person_id)
    except Refused as error:
        return _page(given=given, wrong={error.field: str(error)}), 422
    return _page(link=f"{settings().base_url}/sign-in/{secret}", added=given["name"])


@blueprint.post("/people/<int:person_id>")
@auth.desk("admin")
def change(person_id: int) -> Response:
    """Give a role, close or open the account."""
    role, active = request.form.get("role", ""), request.form.get("active") == "yes"
    with transaction() as conn:
        before = people.get(conn, person_id)["role"]
        people.change(conn, person_id, role=role, active=active)
        event = "changed" if active else "closed"
        audit.write(conn, auth.actor(), "person", person_id, event, **{"from": before, "to": role})
    return redirect(url_for("people.page"))


@blueprint.post("/people/<int:person_id>/link")
@auth.desk("admin")
def new_link(person_id: int) -> str:
    """A fresh one-time link for somebody who cannot sign in."""
    with transaction() as conn:
        name = people.get(conn, person_id)["name"]
        secret = people.sign_in_link(conn, person_id)
        audit.write(conn, auth.actor(), "person", person_id, "link made")
    return _page(link=f"{settings().base_url}/sign-in/{secret}", added=name)


def _page(
    given: dict[str, str] | None = None, wrong: dict[str, str] | None = None, link: str = "", added: str = ""
) -> str:
    with transaction() as conn:
        rows = people.everybody(conn)
    return render_template(
        "people.html", rows=rows, roles=people.ROLES, given=given or {}, wrong=wrong or {}, link=link, added=added
    )

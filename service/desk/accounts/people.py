"""Who works here: adding people, their roles, closing accounts. For admins."""

from typing import Final

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from service import auth
from service.request.transaction import transaction
from settings import settings
from store import audit, people, tokens
from store.accounts import invitations, second_factor
from store.accounts.roles import PERSON_ROLES
from store.claims import claims
from store.claims.workflow import IN_WORK
from store.db import Connection
from store.people import Person, Refused
from workers import enqueue

blueprint = Blueprint("people", __name__)
_MOST_COUNTED: Final = 100


@blueprint.get("/people")
@auth.desk("admin")
def people_page() -> str:
    """Everybody."""
    return _page()


@blueprint.post("/people")
@auth.desk("admin")
def add_person() -> str | tuple[str, int]:
    """Add a person and invite them: by e-mail, or by a one-time link that is shown this once."""
    given = {name: request.form.get(name, "") for name in ("email", "name", "role")}
    try:
        with transaction() as conn:
            person_id = people.add_person(conn, **given)
            audit.write_audit_entry(conn, auth.actor(), "person", person_id, "added", after=given["role"])
            secret = _invite(conn, person_id)
    except Refused as error:
        return _page(given=given, wrong={error.field: str(error)}), 422
    return _invited(person_id, given["name"], secret)


@blueprint.post("/people/<int:person_id>/invitation")
@auth.desk("admin")
def invite_again(person_id: int) -> str | tuple[str, int]:
    """Invite somebody once more, by e-mail or by a link to copy; earlier links are void."""
    try:
        with transaction() as conn:
            name = people.get_person(conn, person_id).name
            secret = _invite(conn, person_id)
    except Refused as error:
        return _page(wrong={error.field: str(error)}), 422
    return _invited(person_id, name, secret)


def _invite(conn: Connection, person_id: int) -> str | None:
    """Invite by the way that the form names; gives the secret of a link that is to be handed over."""
    by_mail = request.form.get("by_mail") == "yes"
    secret = invitations.invite_person(conn, person_id, auth.actor(), by_mail=by_mail)
    after = "by e-mail" if by_mail else "by a link"
    audit.write_audit_entry(conn, auth.actor(), "person", person_id, "invited", after=after)
    return secret


def _invited(person_id: int, name: str, secret: str | None) -> str:
    if secret is None:
        enqueue.enqueue(invitations.INVITATION, [person_id])
        return _page(mailed=name)
    return _page(link=f"{settings().base_url}/sign-in/{secret}", added=name, hours=invitations.HOURS)


@blueprint.post("/people/<int:person_id>")
@auth.desk("admin")
def change_person(person_id: int) -> Response | str:
    """Give a role, close or open the account; closing one asks first, and says what it means."""
    role, active = request.form.get("role", ""), request.form.get("active") == "yes"
    with transaction() as conn:
        person = people.get_person(conn, person_id)
        if person.active and not active and request.form.get("confirmed") != "yes":
            return _ask_to_close(conn, person, role)
        before = person.role
        people.change_person(conn, person_id, role=role, active=active)
        if not active:
            tokens.end_tokens_of_person(conn, person_id)
        event = "changed" if active else "closed"
        audit.write_audit_entry(conn, auth.actor(), "person", person_id, event, before=before, after=role)
    return redirect(url_for("people.people_page"))


def _ask_to_close(conn: Connection, person: Person, role: str) -> str:
    """The question whether to close an account, with what its person works on and which tokens end."""
    in_hand = claims.ClaimFilters(states=(*IN_WORK, "correction_pending"), owner_id=person.id)
    return render_template(
        "desk/accounts/close_account.html",
        who=person,
        role=role,
        in_hand=len(claims.list_claims(conn, in_hand, limit=_MOST_COUNTED)),
        most=_MOST_COUNTED,
        tokens=[token for token in tokens.list_tokens(conn, person.id) if token.revoked_at is None],
    )


@blueprint.post("/people/<int:person_id>/link")
@auth.desk("admin")
def make_sign_in_link(person_id: int) -> str:
    """A fresh one-time link for somebody who cannot sign in."""
    with transaction() as conn:
        name = people.get_person(conn, person_id).name
        secret = people.create_sign_in_link(conn, person_id)
        audit.write_audit_entry(conn, auth.actor(), "person", person_id, "link made")
    return _page(link=f"{settings().base_url}/sign-in/{secret}", added=name)


@blueprint.post("/people/<int:person_id>/name")
@auth.desk("admin")
def rename_colleague(person_id: int) -> Response | tuple[str, int]:
    """Give somebody another name."""
    try:
        with transaction() as conn:
            before = people.get_person(conn, person_id).name
            people.rename_person(conn, person_id, request.form.get("name", ""))
            after = people.get_person(conn, person_id).name
            audit.write_audit_entry(conn, auth.actor(), "person", person_id, "renamed", before=before, after=after)
    except Refused as error:
        return _page(wrong={error.field: str(error)}), 422
    return redirect(url_for("people.people_page"))


@blueprint.post("/people/<int:person_id>/second-factor/reset")
@auth.desk("admin")
def reset_second_factor(person_id: int) -> Response:
    """Let somebody who lost their app sign in without it; they set it up again."""
    with transaction() as conn:
        if second_factor.remove_second_factor(conn, person_id):
            audit.write_audit_entry(conn, auth.actor(), "person", person_id, "second factor reset")
    return redirect(url_for("people.people_page"))


def _page(
    given: dict[str, str] | None = None,
    wrong: dict[str, str] | None = None,
    link: str = "",
    added: str = "",
    hours: float = 24,
    mailed: str = "",
) -> str:
    """The page of all people.

    Args:
        given: what was typed of somebody new who was not added, with what is `wrong`, by field.
        link: a one-time link to be handed to the person whose name is `added`, and for how many `hours` it is good.
        mailed: the name of who is being sent an invitation.
    """
    with transaction() as conn:
        rows, with_factor = people.list_people(conn), second_factor.list_people_with_factor(conn)
        invited = {row.person_id: row for row in invitations.list_invitations(conn)}
    return render_template(
        "desk/accounts/people.html",
        rows=rows,
        with_factor=with_factor,
        roles=PERSON_ROLES,
        given=given or {},
        wrong=wrong or {},
        link=link,
        added=added,
        hours=hours,
        mailed=mailed,
        invited=invited,
        mails=settings().smtp_host is not None,
    )

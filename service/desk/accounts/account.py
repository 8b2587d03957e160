"""One's own account: name, password, second factor, and where one is signed in."""

from flask import Blueprint, redirect, render_template, request, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response

from service import auth
from service.desk.accounts import passwords, second_factor
from service.errors import Problem
from service.language import choice
from service.request.transaction import transaction
from settings import settings
from store import audit, people, sessions
from store.accounts import second_factor as factors
from store.db import Connection
from store.newsroom import profile
from store.people import Refused

blueprint = Blueprint("account", __name__, url_prefix="/account")


@blueprint.get("")
@auth.desk()
def account_page() -> str:
    """The account of who asks."""
    return _page(saved=request.args.get("saved", ""))


@blueprint.post("/name")
@auth.desk()
def change_own_name() -> Response | tuple[str, int]:
    """Give oneself another name; the history shows it everywhere."""
    try:
        with transaction() as conn:
            before = people.get_person(conn, _me()).name
            people.rename_person(conn, _me(), request.form.get("name", ""))
            after = people.get_person(conn, _me()).name
            audit.write_audit_entry(conn, auth.actor(), "person", _me(), "renamed", before=before, after=after)
    except Refused as error:
        return _page(wrong={error.field: str(error)}), 422
    return redirect(url_for("account.account_page", saved="name"))


@blueprint.post("/language")
@auth.desk()
def change_own_language() -> Response | tuple[str, int]:
    """Choose the language of one's own pages, or leave it to the browser."""
    try:
        language = choice.known(request.form.get("language"))
    except Refused as error:
        return _page(wrong={error.field: str(error)}), 422
    with transaction() as conn:
        people.change_language(conn, _me(), language)
    return redirect(url_for("account.account_page", saved="language"))


@blueprint.post("/sessions/<int:session_id>/end")
@auth.desk()
def end_own_session(session_id: int) -> Response:
    """Sign out one other browser of one's own."""
    with transaction() as conn:
        sessions.end_session_of_person(conn, _me(), session_id)
    return redirect(url_for("account.account_page", _anchor="sessions"))


@blueprint.post("/sessions/end")
@auth.desk()
def end_other_sessions() -> Response:
    """Sign out every other browser of one's own."""
    with transaction() as conn:
        sessions.end_sessions_of_person(conn, _me(), but=auth.session_id())
    return redirect(url_for("account.account_page", _anchor="sessions"))


@blueprint.post("/second-factor")
@auth.desk()
def begin_second_factor() -> str | tuple[str, int]:
    """Show the secret for the app; the password is asked for, so that an open browser is not enough."""
    person = auth.person()
    if person is None or not passwords.is_surely(person, request.form.get("password", "")):
        return _page(wrong={"password": "this is not your password so far"}), 422
    with transaction() as conn:
        if factors.has_second_factor(conn, _me()):
            raise Problem(409, "a second factor is on already; switch it off first")
        secret, picture = second_factor.begin(conn, person, _issuer(conn))
    return _page(secret=secret, picture=Markup(picture))  # noqa: S704 - written by segno from the secret


@blueprint.post("/second-factor/confirm")
@auth.desk()
def confirm_second_factor() -> str | tuple[str, int]:
    """Switch the second factor on with a first code; shows the recovery codes this once."""
    with transaction() as conn:
        found = factors.find_second_factor(conn, _me())
        if found is None or found.confirmed_at is not None:
            raise Problem(409, "there is no second factor to confirm")
        if not second_factor.check(conn, _me(), request.form.get("code", "")):
            person, issuer = people.get_person(conn, _me()), _issuer(conn)
            secret, picture = second_factor.pending_secret(found, person, issuer)
            wrong = {"code": "this is not the code that the app shows now"}
            return _page(secret=secret, picture=Markup(picture), wrong=wrong), 422  # noqa: S704 - as above
        codes = factors.make_recovery_codes(conn, _me())
        audit.write_audit_entry(conn, auth.actor(), "person", _me(), "second factor on")
    return _page(codes=codes)


@blueprint.post("/second-factor/remove")
@auth.desk()
def remove_second_factor() -> Response | tuple[str, int]:
    """Switch the second factor off; a code is asked for, so that an open browser is not enough."""
    with transaction() as conn:
        if not second_factor.check(conn, _me(), request.form.get("code", "")):
            return _page(wrong={"remove": "this is not the code that the app shows now"}), 422
        factors.remove_second_factor(conn, _me())
        audit.write_audit_entry(conn, auth.actor(), "person", _me(), "second factor off")
    return redirect(url_for("account.account_page", saved="factor"))


def _me() -> int:
    return auth.actor().id or 0


def _issuer(conn: Connection) -> str:
    return profile.get_newsroom(conn).name or settings().publisher


def _page(**more: object) -> str:
    with transaction() as conn:
        shown = {
            "who": people.get_person(conn, _me()),
            "open_sessions": sessions.list_open_sessions(conn, _me()),
            "asks_for_old": passwords.asks_for_old(people.get_person(conn, _me())),
            "factor": factors.has_second_factor(conn, _me()),
        }
    return render_template("desk/accounts/account.html", own_session=auth.session_id(), **shown, **more)

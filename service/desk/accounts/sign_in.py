"""Signing in: by address and password, or once by a link; and out."""

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from service import auth, devices, limits
from service.desk.accounts import passwords, second_factor
from service.errors import Problem
from service.request import redirects
from service.request.transaction import transaction
from store import people
from store.accounts import second_factor as factors
from store.people import Person, Refused

blueprint = Blueprint("sign_in", __name__)


@blueprint.get("/sign-in")
@auth.anybody
def sign_in_page() -> str:
    """The form."""
    return render_template("desk/accounts/sign_in.html", next=request.args.get("next", ""), email="", wrong=None)


@blueprint.post("/sign-in")
@auth.anybody
def sign_in() -> tuple[str, int] | Response:
    """Sign in by address and password."""
    email, password = request.form.get("email", ""), request.form.get("password", "")
    person = passwords.verify(email, password)
    if person is None:
        wrong = "Address and password do not fit together."
        return render_template(
            "desk/accounts/sign_in.html", next=request.form.get("next", ""), email=email, wrong=wrong
        ), 422
    there = redirects.inside(request.form.get("next"), url_for("overview.overview_page"))
    return _enter(person, there)


def _enter(person: Person, there: str, *, by_link: bool = False) -> Response:
    """Sign in who gave a right password or link; who has a second factor is asked for a code first."""
    with transaction() as conn:
        asks = factors.has_second_factor(conn, person.id)
        if asks:
            second_factor.wait_for_code(conn, person, there, by_link=by_link)
    if asks:
        return redirect(url_for("sign_in.sign_in_code_page"))
    return _entered(person, there, by_link=by_link)


def _entered(person: Person, there: str, *, by_link: bool) -> Response:
    auth.sign_in(person)
    if by_link:
        passwords.note_link()
    return devices.remember(redirect(there), person.email)


@blueprint.get("/sign-in/code")
@auth.anybody
def sign_in_code_page() -> str | Response:
    """The form for the code, for who gave a right password within five minutes."""
    with transaction() as conn:
        waits = second_factor.who_waits(conn)
    if waits is None:
        return redirect(url_for("sign_in.sign_in_page"))
    return render_template("desk/accounts/sign_in_code.html", wrong=None)


@blueprint.post("/sign-in/code")
@auth.anybody
def check_sign_in_code() -> Response | tuple[str, int]:
    """Sign in by a code, after the password."""
    with transaction() as conn:
        waits = second_factor.who_waits(conn)
        if waits is None:
            return redirect(url_for("sign_in.sign_in_page"))
        right = second_factor.check(conn, waits.person_id, request.form.get("code", ""))
        person = people.get_person(conn, waits.person_id)
    if not right or not person.active:
        wrong = "This code is not right, or was used already."
        return render_template("desk/accounts/sign_in_code.html", wrong=wrong), 422
    return _entered(person, waits.there, by_link=waits.by_link)


@blueprint.get("/sign-in/<secret>")
@auth.anybody
def sign_in_link_page(secret: str) -> str:
    """The one-time link; a button, so that a mail scanner which opens it does not use it up."""
    return render_template("desk/accounts/sign_in_link.html", secret=secret)


@blueprint.post("/sign-in/<secret>")
@auth.anybody
def redeem_sign_in_link(secret: str) -> Response:
    """Use the one-time link up. Nobody can guess its 256 random bits, so that there is no limit for others to use
    up.
    """
    with transaction() as conn:
        person = people.redeem_sign_in_link(conn, secret)
    if person is None:
        raise Problem(403, "this link was used already or is too old; ask an admin for a new one")
    there = url_for("overview.overview_page" if person.has_password else "sign_in.password_page")
    return _enter(person, there, by_link=True)


@blueprint.get("/password")
@auth.desk()
def password_page() -> str:
    """The form for a new password."""
    return _password_page()


@blueprint.post("/password")
@auth.desk()
def set_password() -> tuple[str, int] | Response:
    """Give oneself a new password; other sessions end, this one goes on.

    The old one is asked for, so that an open browser is not enough; not of who came by a one-time link just now.
    """
    person = auth.person()
    if person is None or not (person.has_password or passwords.came_by_link()):
        raise Problem(403, "whoever has no password chooses one by a one-time link; ask an admin for one")
    if not passwords.is_surely(person, request.form.get("old", "")):
        return _password_page("this is not your password so far"), 422
    try:
        with limits.hashing(known=True), transaction() as conn:
            people.set_password(conn, person.id, request.form.get("password", ""))
            changed = people.get_person(conn, person.id)
    except Refused as error:
        return _password_page(str(error)), 422
    auth.sign_in(changed)
    return redirect(url_for("overview.overview_page"))


def _password_page(wrong: str | None = None) -> str:
    person = auth.person()
    asks = person is not None and passwords.asks_for_old(person)
    return render_template("desk/accounts/password.html", wrong=wrong, asks_for_old=asks)


@blueprint.post("/sign-out")
@auth.anybody
def sign_out() -> Response:
    """Sign out."""
    auth.sign_out()
    return redirect(url_for("sign_in.sign_in_page"))

"""Signing in: by address and password, or once by a link; and out."""

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from service import auth, devices, limits
from service.desk.accounts import second_factor
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
    device = devices.known(email)
    attempt = limits.Attempt.of(email.strip().lower(), request.remote_addr or "", device)
    with limits.hashing(known=device is not None):
        limits.admit_attempt(attempt)
        with transaction() as conn:
            person = people.verify_password(conn, email, password)
        if person is None:
            limits.failed(attempt)
    if person is None:
        wrong = "Address and password do not fit together."
        return render_template(
            "desk/accounts/sign_in.html", next=request.form.get("next", ""), email=email, wrong=wrong
        ), 422
    limits.succeeded(attempt)
    there = redirects.inside(request.form.get("next"), url_for("overview.overview_page"))
    return _enter(person, there)


def _enter(person: Person, there: str) -> Response:
    """Sign in who gave a right password or link; who has a second factor is asked for a code first."""
    with transaction() as conn:
        asks = factors.has_second_factor(conn, person.id)
    if asks:
        second_factor.wait_for_code(person, there)
        return redirect(url_for("sign_in.sign_in_code_page"))
    auth.sign_in(person)
    return devices.remember(redirect(there), person.email)


@blueprint.get("/sign-in/code")
@auth.anybody
def sign_in_code_page() -> str | Response:
    """The form for the code, for who gave a right password within five minutes."""
    if second_factor.who_waits() is None:
        return redirect(url_for("sign_in.sign_in_page"))
    return render_template("desk/accounts/sign_in_code.html", wrong=None)


@blueprint.post("/sign-in/code")
@auth.anybody
def check_sign_in_code() -> Response | tuple[str, int]:
    """Sign in by a code, after the password."""
    waits = second_factor.who_waits()
    if waits is None:
        return redirect(url_for("sign_in.sign_in_page"))
    person_id, there = waits
    attempt = limits.Attempt.of(f"code of {person_id}", request.remote_addr or "", None)
    limits.admit_attempt(attempt)
    with transaction() as conn:
        right = second_factor.check(conn, person_id, request.form.get("code", ""))
        person = people.get_person(conn, person_id)
    if not right or not person.active:
        limits.failed(attempt)
        wrong = "This code is not right, or was used already."
        return render_template("desk/accounts/sign_in_code.html", wrong=wrong), 422
    limits.succeeded(attempt)
    auth.sign_in(person)
    return devices.remember(redirect(there), person.email)


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
    return _enter(person, url_for("overview.overview_page" if person.has_password else "sign_in.password_page"))


@blueprint.get("/password")
@auth.desk()
def password_page() -> str:
    """The form for a new password."""
    return render_template("desk/accounts/password.html", wrong=None)


@blueprint.post("/password")
@auth.desk()
def set_password() -> tuple[str, int] | Response:
    """Give oneself a new password; other sessions end, this one goes on."""
    try:
        with limits.hashing(known=True), transaction() as conn:
            people.set_password(conn, auth.actor().id or 0, request.form.get("password", ""))
            person = people.get_person(conn, auth.actor().id or 0)
    except Refused as error:
        return render_template("desk/accounts/password.html", wrong=str(error)), 422
    auth.sign_in(person)
    return redirect(url_for("overview.overview_page"))


@blueprint.post("/sign-out")
@auth.anybody
def sign_out() -> Response:
    """Sign out."""
    auth.sign_out()
    return redirect(url_for("sign_in.sign_in_page"))

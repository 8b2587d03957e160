"""What the newsroom says of itself, its rating scale and its reasons to decline. For admins."""

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from service import auth
from service.language import choice
from service.request import inputs
from service.request.transaction import transaction
from service.security import large
from settings import settings
from store.newsroom import profile, rating_scale
from store.newsroom.rating_scale import RatingLabel
from store.people import Refused
from store.verdicts.ratings import SCALE

blueprint = Blueprint("newsroom_settings", __name__, url_prefix="/settings")


@blueprint.get("")
@auth.desk("admin")
def settings_page() -> str:
    """Everything that can be set in the desk."""
    return _page(saved=request.args.get("saved", ""))


@blueprint.post("/newsroom")
@auth.desk("admin")
def change_newsroom_profile() -> Response | tuple[str, int]:
    """Write name, contact, method and policy."""
    given = {name: request.form.get(name, "") for name in ("name", "contact", "method", "corrections_policy")}
    blind = request.form.get("blind_second_rating") == "yes"
    try:
        language = choice.known(request.form.get("language"))
        with transaction() as conn:
            profile.change_newsroom(conn, auth.actor(), **given, blind_second_rating=blind, language=language)
    except Refused as error:
        return _page(given=given, wrong={error.field: str(error)}), 422
    return _saved("newsroom")


@blueprint.post("/logo")
@auth.desk("admin")
@large(profile.LARGEST_LOGO)
def change_newsroom_logo() -> Response | tuple[str, int]:
    """Write the logo, or remove it where the button says so."""
    sent = request.files.get("logo")
    picture = sent.read() if sent else b""
    remove = request.form.get("remove") == "yes"
    try:
        if not remove and not picture:
            raise Refused("logo", "choose a picture first")
        with transaction() as conn:
            profile.change_logo(conn, auth.actor(), None if remove else picture)
    except Refused as error:
        return _page(wrong={error.field: str(error)}), 422
    return _saved("logo")


@blueprint.post("/ratings")
@auth.desk("admin")
def change_rating_labels() -> Response | tuple[str, int]:
    """Write the names, numbers and translations of ratings."""
    try:
        labels = [_label(rating) for rating in SCALE]
        with transaction() as conn:
            rating_scale.change_rating_scale(conn, auth.actor(), labels)
    except Refused as error:
        return _page(wrong={"ratings": str(error)}), 422
    return _saved("ratings")


def _label(rating: str) -> RatingLabel:
    """One row of the form. Raises `Refused` for a number or a line of translations that cannot be read."""
    typed = request.form.get(f"number {rating}", "").strip()
    number = inputs.number(typed, "number", least=1, most=rating_scale.LARGEST_NUMBER) if typed else None
    translations: dict[str, str] = {}
    for part in filter(None, map(str.strip, request.form.get(f"translations {rating}", "").split(","))):
        language, colon, name = part.partition(":")
        if not colon:
            raise Refused("translations", f"“{part}” is no translation; write “de: Falsch, fr: Faux”")
        translations[language.strip()] = name.strip()
    return RatingLabel(rating, request.form.get(f"label {rating}", "").strip(), number, translations)


@blueprint.post("/decline-reasons")
@auth.desk("admin")
def change_decline_reasons() -> Response | tuple[str, int]:
    """Write the reasons that a checker may choose, one a line."""
    reasons = request.form.get("decline_reasons", "").splitlines()
    try:
        with transaction() as conn:
            profile.change_decline_reasons(conn, auth.actor(), reasons)
    except Refused as error:
        return _page(wrong={error.field: str(error)}), 422
    return _saved("decline-reasons")


@blueprint.post("/threshold")
@auth.desk("admin")
def change_worth_threshold() -> Response | tuple[str, int]:
    """Write the least worth of claims in triage's usual view."""
    typed = request.form.get("worth_threshold", "").strip()
    try:
        threshold = inputs.number(typed, "worth_threshold", most=100)
        with transaction() as conn:
            profile.change_worth_threshold(conn, auth.actor(), threshold)
    except Refused as error:
        return _page(wrong={error.field: str(error)}), 422
    return _saved("threshold")


def _saved(part: str) -> Response:
    return redirect(url_for("newsroom_settings.settings_page", saved=part, _anchor=part))


def _page(saved: str = "", **more: object) -> str:
    with transaction() as conn:
        newsroom, scale = profile.get_newsroom(conn), rating_scale.get_rating_scale(conn)
    translated = {
        each.rating: ", ".join(f"{language}: {name}" for language, name in each.translations.items())
        for each in scale.labels
    }
    return render_template("desk/accounts/settings.html", newsroom=newsroom, scale=scale, translated=translated,
                           default_name=settings().publisher, saved=saved, **more)  # fmt: skip

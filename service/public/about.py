"""How the newsroom works: its method with its ratings, its corrections policy, and its logo."""

from flask import Blueprint, Response, render_template

from service.auth import anybody
from service.public.masthead import read_masthead
from service.request.transaction import transaction
from store.db import NotFound
from store.newsroom import profile, rating_scale

blueprint = Blueprint("about", __name__)
_A_YEAR = 31_536_000  # seconds


@blueprint.get("/how-we-work")
@anybody
def method_page() -> str:
    """How claims are chosen, checked and rated."""
    with transaction() as conn:
        shown = {"masthead": read_masthead(conn), "scale": rating_scale.get_rating_scale(conn)}
    return render_template("public/method.html", **shown)


@blueprint.get("/corrections-policy")
@anybody
def corrections_policy_page() -> str:
    """What happens when a fact-check was wrong."""
    with transaction() as conn:
        return render_template("public/corrections_policy.html", masthead=read_masthead(conn))


@blueprint.get("/logo/<key>")
@anybody
def logo_picture(key: str) -> Response:
    """The logo, under an address that changes with it."""
    with transaction() as conn:
        sha256 = profile.get_newsroom(conn).logo_sha256
        if sha256 is None or sha256.hex()[:16] != key:
            raise NotFound("there is no such logo")
        logo = profile.get_logo(conn)
    response = Response(logo.logo, content_type=logo.logo_type)
    response.headers["Cache-Control"] = f"public, max-age={_A_YEAR}, immutable"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response

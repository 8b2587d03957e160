"""Signing in through an OpenID provider (OpenID Connect Core 1.0, authorization code flow with PKCE), where one is
set.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Final

from authlib.integrations.base_client import OAuthError
from authlib.integrations.flask_client import FlaskOAuth2App, OAuth
from flask import Blueprint, current_app, redirect, request, session, url_for
from joserfc.errors import JoseError
from structlog import get_logger
from werkzeug.wrappers import Response

from service import auth, devices, limits
from service.errors import Problem
from service.request import redirects
from service.request.transaction import transaction
from settings import settings
from store.accounts import identities

blueprint = Blueprint("openid", __name__, url_prefix="/sign-in/openid")
_NAME: Final = "openid"
_NEXT: Final = "openid_next"
_SECONDS: Final = 10.0  # to wait for the provider
# What the provider, or the way to it, may get wrong; an error of the network is an OSError.
_WRONG: Final = (OAuthError, JoseError, OSError, ValueError, KeyError)
_log = get_logger()


@blueprint.get("")
@auth.anybody
def begin_openid() -> Response:
    """Send the browser to the provider."""
    client = _client()
    session[_NEXT] = redirects.inside(request.args.get("next"), url_for("overview.overview_page"))
    back = settings().base_url + url_for("openid.finish_openid")
    with _asking():
        return redirects.leaving(client.authorize_redirect(back))


@blueprint.get("/callback")
@auth.anybody
def finish_openid() -> Response:
    """Sign in the person whom the provider has authenticated, if they work here."""
    client = _client()
    with _asking():
        if client.load_server_metadata()["issuer"].rstrip("/") != settings().oidc_issuer:
            raise ValueError("the provider calls itself by another address")
        vouched: Mapping[str, object] = client.authorize_access_token()["userinfo"]
        subject = str(vouched["sub"])
    email = str(vouched["email"]) if vouched.get("email") and vouched.get("email_verified") is True else None
    there = redirects.inside(session.get(_NEXT), url_for("overview.overview_page"))
    with transaction() as conn:
        person = identities.find_person_of_identity(conn, settings().oidc_issuer or "", subject, email)
    if person is None:
        raise Problem(403, "nobody here has the address that your provider vouches for; ask an admin to add you")
    auth.sign_in(person)
    return devices.remember(redirect(there), person.email)


@contextmanager
def _asking() -> Iterator[None]:
    """Within it the provider may be asked. Raises `Problem`: 403 where that fails, 429 after too many failures from
    an address, and where too many ask at once: anybody can begin, and a slow provider would hold every thread.
    """
    attempt = limits.Attempt.through_provider(request.remote_addr or "")
    limits.admit_attempt(attempt)
    with limits.asking_provider():
        try:
            yield
        except _WRONG as error:
            limits.failed(attempt)
            _log.warning("signing in through the provider failed", error=f"{type(error).__name__}: {error}"[:300])
            words = "signing in through the provider did not work; please begin again"
            raise Problem(403, words) from error


def _client() -> FlaskOAuth2App:
    """The provider as the settings name it. Raises `Problem` 404 where none is set."""
    given = settings()
    if given.oidc_issuer is None:
        raise Problem(404, "this desk has no OpenID provider")
    key = (given.oidc_issuer, given.oidc_client_id, given.oidc_client_secret)
    kept = current_app.extensions.get("openid")
    if kept is None or kept[0] != key:
        registry = OAuth(current_app)
        registry.register(
            _NAME,
            server_metadata_url=f"{given.oidc_issuer}/.well-known/openid-configuration",
            client_id=given.oidc_client_id,
            client_secret=given.oidc_client_secret,
            client_kwargs={
                "scope": "openid email profile",
                "code_challenge_method": "S256",
                "default_timeout": _SECONDS,
            },
        )
        kept = current_app.extensions["openid"] = (key, registry)
    return kept[1].create_client(_NAME)

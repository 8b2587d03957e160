"""The web application: what people and programs talk to."""

from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

from flask import Blueprint, Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from service import auth, errors, health, log, metrics, rate_limits, security, static_files, template_helpers
from service.request import inputs, large_bodies, stored_drafts
from service.request.session_cookie import SessionCookie
from service.serving import live
from settings import settings
from store import sessions

_TOP = Path(__file__).parent.parent
_PACKAGES = ("service.api", "service.desk", "service.public")


def create_app() -> Flask:
    """The application with every page and resource found in its packages.

    A module in or under `service/api`, `service/desk` or `service/public` that holds a `blueprint` is a page.
    """
    static = _TOP / "static"
    app = Flask(
        "factdesk",
        template_folder=str(_TOP / "templates"),
        static_folder=str(static),
        static_url_path=static_files.path_of(static),
    )
    app.config.update(
        SECRET_KEY=settings().secret_key,
        SESSION_COOKIE_NAME="factdesk",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings().secure,
        PERMANENT_SESSION_LIFETIME=sessions.IDLE,
        MAX_CONTENT_LENGTH=12_000_000,
        MAX_FORM_MEMORY_SIZE=6_000_000,
    )
    app.session_interface = SessionCookie()
    if trusted := settings().proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=trusted, x_proto=trusted)  # type: ignore[method-assign]
    log.install(app)
    metrics.install(app)
    errors.install(app)
    inputs.install(app)
    security.install(app)
    rate_limits.install(app)
    large_bodies.install(app)
    stored_drafts.install(app)
    for step in (auth.identify, rate_limits.admit, large_bodies.admit, security.check_csrf, auth.authorize):
        app.before_request(step)
    template_helpers.install(app)
    static_files.install(app)
    for module in (health, live, metrics, static_files):
        app.register_blueprint(module.blueprint)
    for package in _PACKAGES:
        for blueprint in blueprints(package):
            app.register_blueprint(blueprint)
    return app


def blueprints(package: str) -> list[Blueprint]:
    """The blueprints of a package's modules, and of its subpackages', in the order of their names."""
    found = walk_packages(import_module(package).__path__, f"{package}.")
    modules = (import_module(module.name) for module in found)
    return [module.blueprint for module in modules if hasattr(module, "blueprint")]

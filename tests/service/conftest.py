"""A desk with a checker and a reviewer, and the checker's browser without a screen."""

from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient

from service.app import create_app
from tests.fixtures.cluster_parts import Desk
from tests.fixtures.desk_parts import person, sign_in


@pytest.fixture
def at(desk: str) -> Desk:
    """A desk, and who works at it."""
    return Desk(desk, person(desk, "checker"), person(desk, "reviewer"))


@pytest.fixture
def client(at: Desk) -> Iterator[FlaskClient]:
    """The checker, signed in."""
    with create_app().test_client() as browser:
        sign_in(browser, "checker")
        yield browser

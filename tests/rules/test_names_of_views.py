"""Names of views: grep finds the one that is meant."""

from collections import Counter

import pytest
from flask import Flask

from service.app import blueprints


@pytest.mark.parametrize("package", ["service.api", "service.desk", "service.public"])
def test_a_view_has_a_name_of_its_own_in_its_package(package: str) -> None:
    app = Flask("names", static_folder=None)
    for blueprint in blueprints(package):
        app.register_blueprint(blueprint)
    names = [endpoint.split(".")[1] for endpoint in app.view_functions]
    assert names
    assert {name: count for name, count in Counter(names).items() if count > 1} == {}
    assert {name for name in names if "_" not in name} == set()

"""A folder in which a bench finds its servers made."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.running.clusters import migrated_folder


@pytest.fixture
def folder_of_servers(pytestconfig: pytest.Config) -> Iterator[Path]:
    made = migrated_folder(pytestconfig, "factdesk-bench-")
    yield made
    shutil.rmtree(made, ignore_errors=True)

"""The project's own files: workflow, version, links in the docs."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

_TOP = Path(__file__).parents[2]
_PAGES = [*_TOP.glob("*.md"), *(_TOP / "docs").rglob("*.md")]


def test_the_ci_workflow_keeps_to_its_schema_and_calls_the_same_commands() -> None:
    workflow = _TOP / ".github/workflows/test.yml"
    check = [
        sys.executable,
        "-m",
        "check_jsonschema",
        "--builtin-schema",
        "vendor.github-workflows",
        str(workflow),
    ]
    assert subprocess.run(check).returncode == 0
    assert {"./run test", "./run lint"} <= set(re.findall(r"run: (\./run \w+)", workflow.read_text()))


def test_the_version_stands_in_one_place_and_the_changelog_names_it() -> None:
    version = tomllib.loads((_TOP / "pyproject.toml").read_text())["project"]["version"]
    assert re.fullmatch(r"\d+\.\d+\.\d+", version)
    assert f"## {version}" in (_TOP / "CHANGELOG.md").read_text()
    packages = ("checks", "store", "workers", "service", "cli", "embedded")
    code = [*_TOP.glob("*.py"), *(path for name in packages for path in (_TOP / name).rglob("*.py"))]
    assert [str(path) for path in code if f'"{version}"' in path.read_text()] == []


def test_coverage_counts_branches_in_every_process_and_has_a_floor() -> None:
    told = tomllib.loads((_TOP / "pyproject.toml").read_text())["tool"]["coverage"]
    assert told["run"]["branch"]
    assert {"subprocess", "fork"} <= set(told["run"]["patch"])
    assert told["report"]["fail_under"] >= 90
    packages = {"checks", "store", "workers", "service", "embedded", "cli", "settings", "logs"}
    assert packages <= set(told["run"]["source"])


@pytest.mark.parametrize("page", _PAGES, ids=lambda page: str(page.relative_to(_TOP)))
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    links = re.findall(r"\]\((?!https?:|#|mailto:)([^)#\s]+)", page.read_text())
    assert [link for link in links if not (page.parent / link).exists()] == []

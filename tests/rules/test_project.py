"""The project's own files: workflow, version, links in the docs."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.commit_subject import fault

_TOP = Path(__file__).parents[2]
_PAGES = [*_TOP.glob("*.md"), *(_TOP / "docs").rglob("*.md")]


def _workflow(name: str) -> dict[str, Any]:
    """The jobs of a workflow, by their names."""
    jobs: dict[str, Any] = yaml.safe_load((_TOP / ".github/workflows" / name).read_text())["jobs"]
    return jobs


def _commands(job: dict[str, Any]) -> set[str]:
    return {step["run"] for step in job["steps"] if "run" in step}


def test_the_workflows_keep_to_their_schema() -> None:
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.github-workflows"]
    workflows = sorted(map(str, (_TOP / ".github/workflows").glob("*.yml")))
    assert subprocess.run([*command, *workflows]).returncode == 0


def test_each_push_is_linted_and_tested_on_every_python_that_is_served() -> None:
    jobs = _workflow("test.yml")
    assert "./run lint" in _commands(jobs["lint"])
    assert "./run test" in _commands(jobs["test"])
    assert jobs["test"]["strategy"]["matrix"]["python"] == ["3.11", "3.12", "3.13"]
    used = [step["with"]["python-version"] for step in jobs["test"]["steps"] if "with" in step]
    assert used == ["${{ matrix.python }}"]


def test_pre_commit_runs_what_lint_runs_and_looks_at_the_subject() -> None:
    case = re.search(r"^  lint\).*?;;", (_TOP / "run").read_text(), re.DOTALL | re.MULTILINE)
    assert case is not None
    lint = re.findall(r"\.venv/bin/[^&;\n]+", case[0])
    (local,) = yaml.safe_load((_TOP / ".pre-commit-config.yaml").read_text())["repos"]
    subject = ".venv/bin/python tests/commit_subject.py"
    assert {hook["entry"] for hook in local["hooks"]} == {each.strip().removesuffix(" .") for each in lint} | {
        subject
    }
    assert [hook["entry"] for hook in local["hooks"] if hook.get("stages") == ["commit-msg"]] == [subject]


@pytest.mark.parametrize(
    ("message", "found"),
    [
        ("Refuse timestamps that the store cannot hold\n\nA body of any length.\n", None),
        ("x" * 72, None),
        ("x" * 73, "the subject has 73 characters, 72 are the most"),
        ("Mend it.\n", "the subject ends with a full stop"),
        ("\n# Please enter the commit message\n", "the subject is missing"),
    ],
)
def test_the_subject_of_a_commit_is_short(message: str, found: str | None) -> None:
    assert fault(message) == found


def test_the_version_stands_in_one_place_and_the_changelog_names_it() -> None:
    version = tomllib.loads((_TOP / "pyproject.toml").read_text())["project"]["version"]
    assert re.fullmatch(r"\d+\.\d+\.\d+", version)
    assert f"## {version}" in (_TOP / "CHANGELOG.md").read_text()
    packages = ("checks", "store", "workers", "service", "cli", "embedded")
    code = [*_TOP.glob("*.py"), *(path for name in packages for path in (_TOP / name).rglob("*.py"))]
    assert [str(path) for path in code if f'"{version}"' in path.read_text()] == []


def test_coverage_counts_branches_in_every_process_and_has_a_floor() -> None:
    reported = tomllib.loads((_TOP / "pyproject.toml").read_text())["tool"]["coverage"]
    assert reported["run"]["branch"]
    assert {"subprocess", "fork"} <= set(reported["run"]["patch"])
    floor = reported["report"]["fail_under"]
    assert floor >= 96
    assert f"the floor is {floor} %" in (_TOP / "docs/developers/testing.md").read_text()
    packages = {"checks", "store", "workers", "service", "embedded", "cli", "settings", "logs"}
    assert packages <= set(reported["run"]["source"])


def test_the_floor_of_coverage_is_asked_for_every_night_and_before_a_release() -> None:
    assert "./run test --coverage" in _commands(_workflow("nightly.yml")["coverage"])
    assert "./run test --coverage" in (_TOP / "docs/developers/releasing.md").read_text()


@pytest.mark.parametrize("page", _PAGES, ids=lambda page: str(page.relative_to(_TOP)))
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    links = re.findall(r"\]\((?!https?:|#|mailto:)([^)#\s]+)", page.read_text())
    assert [link for link in links if not (page.parent / link).exists()] == []


def test_contributing_lists_every_bench() -> None:
    listed = re.findall(r"^\| `([\w.]+)` \|", (_TOP / "CONTRIBUTING.md").read_text(), re.MULTILINE)
    bench = _TOP / "bench"
    programs = [path for path in bench.rglob("*.py") if '__name__ == "__main__"' in path.read_text()]
    names = {".".join(path.relative_to(bench).with_suffix("").parts) for path in programs}
    plain = {name.removesuffix(".__main__").removeprefix("operations.") for name in names}
    assert listed == sorted(listed)
    assert set(listed) == {name for name in plain if "." not in name} | {"desk.day"}

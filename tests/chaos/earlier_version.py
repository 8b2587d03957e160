"""The code of the version before this one, out of the repository's history."""

import io
import subprocess
import sys
import tarfile
from pathlib import Path
from typing import Final

import pytest

_TOP: Final = Path(__file__).parent.parent.parent
_MIGRATIONS: Final = "store/migrations/versions"


def unpack_earlier_version(folder: Path) -> str:
    """Write the code of the last release into `folder`; before there is one, that from before the newest migration.

    Returns the commit. Skips the test where there is no such history, or where that code needs other packages.
    """
    commit = _git("describe", "--tags", "--abbrev=0", "--match", "v*", "HEAD^") or _before_the_newest_migration()
    packed = subprocess.run(["git", "archive", commit], cwd=_TOP, capture_output=True) if commit else None
    if packed is None or packed.returncode:
        pytest.skip("there is no repository here that holds the version before")
    with tarfile.open(fileobj=io.BytesIO(packed.stdout)) as archive:
        archive.extractall(folder, filter="data")
    # Of all modules of ours those in the folder are taken: Python looks where it is started first.
    check = (
        "import pathlib, store.migrate as m; print(pathlib.Path(m.__file__).is_relative_to(pathlib.Path.cwd()))"
    )
    ran = subprocess.run([sys.executable, "-c", check], cwd=folder, capture_output=True, text=True)
    if ran.stdout.strip() != "True":
        pytest.skip(
            f"the version before, {commit}, does not run with the packages of this one: {ran.stderr[-300:]}"
        )
    return commit


def _before_the_newest_migration() -> str:
    newest = _git("log", "-1", "--diff-filter=A", "--format=%H", "--", _MIGRATIONS)
    return _git("rev-parse", "--verify", "--quiet", f"{newest}^") if newest else ""


def _git(*arguments: str) -> str:
    try:
        return subprocess.run(["git", *arguments], cwd=_TOP, capture_output=True, text=True).stdout.strip()
    except OSError:  # git is not installed
        return ""

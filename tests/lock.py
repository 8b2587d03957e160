"""Check that the locks fit pyproject.toml (`--write` makes them anew); pins that still fit are kept."""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

LOCKS = {
    "requirements.lock": [],
    "requirements-dev.lock": ["--extra", "dev", "--constraint", "requirements.lock"],
    "requirements-training.lock": ["--extra", "training", "--constraint", "requirements.lock"],
}


def compile_lock(extra: list[str], out: Path) -> None:
    command = [
        "uv",
        "pip",
        "compile",
        "--quiet",
        "--universal",
        "--python-version",
        "3.11",
        "--generate-hashes",
    ]
    command += [
        "--no-header",
        "--no-annotate",
        "--no-emit-index-url",
        *extra,
        "pyproject.toml",
        "-o",
        str(out),
    ]
    command[0] = str(Path(sys.executable).with_name("uv"))
    subprocess.run(command, check=True)


def main() -> int:
    stale = []
    with tempfile.TemporaryDirectory() as scratch:
        for name, extra in LOCKS.items():
            fresh, kept = Path(scratch, name), Path(name)
            if kept.exists():
                shutil.copy(kept, fresh)
            compile_lock(extra, fresh)
            if "--write" in sys.argv:
                shutil.copy(fresh, kept)
            elif fresh.read_text() != kept.read_text():
                stale.append(name)
    if stale:
        print(f"{', '.join(stale)} does not fit pyproject.toml; ./run lock makes it anew")
    return bool(stale)


if __name__ == "__main__":
    raise SystemExit(main())

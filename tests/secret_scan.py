"""Check that no file holds what looks like a secret (`--write` takes those that are found now for harmless).

Harmless ones, such as passwords of tests, stand in `.secrets.baseline` as hashes. Line numbers there tell where one was
when it was written; they may have moved.
"""

import json
import subprocess
import sys
from pathlib import Path
from typing import Final

from detect_secrets import SecretsCollection
from detect_secrets.core import baseline
from detect_secrets.core.potential_secret import PotentialSecret
from detect_secrets.settings import transient_settings

_BASELINE: Final = Path(".secrets.baseline")


def scan(paths: list[str], settings: dict[str, object]) -> SecretsCollection:
    """What looks like a secret in these files, by the plugins and filters of the baseline."""
    with transient_settings(settings):
        found = SecretsCollection()
        for path in paths:
            found.scan_file(path)
        return found


def new_ones(found: SecretsCollection, known: SecretsCollection) -> list[tuple[str, PotentialSecret]]:
    """What was found and is not known, with its file."""
    harmless = {(path, each.type, each.secret_hash) for path, each in known}
    return [(path, each) for path, each in found if (path, each.type, each.secret_hash) not in harmless]


def main() -> int:
    """Scan the files of the repository; 1 where one holds something new."""
    known = json.loads(_BASELINE.read_text())
    settings = {"plugins_used": known["plugins_used"], "filters_used": known["filters_used"]}
    listed = subprocess.run(["git", "ls-files", "-z"], capture_output=True, text=True, check=True).stdout
    found = scan(
        [path for path in listed.split("\0") if Path(path).is_file() and path != str(_BASELINE)], settings
    )
    if "--write" in sys.argv[1:]:
        with transient_settings(settings):
            _BASELINE.write_text(json.dumps(baseline.format_for_output(found), indent=2) + "\n")
        return 0
    new = new_ones(found, SecretsCollection.load_from_baseline(known))
    for path, each in new:
        print(f"{path}:{each.line_number}: {each.type}; `python tests/secret_scan.py --write` if it is harmless")
    return 1 if new else 0


if __name__ == "__main__":
    raise SystemExit(main())

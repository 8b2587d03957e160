"""Known vulnerabilities of the pinned packages, as pip-audit finds them; says so where its service was not to be asked.

    python tests/vulnerabilities.py [COMMAND...]    COMMAND in place of pip-audit

Ends with 0 only where every package was looked up and none is known to be vulnerable. By itself pip-audit also ends
with 0 where a proxy answers that there is no such package, whatever it was asked.
"""

import json
import subprocess
import sys
from pathlib import Path
from typing import Final

_SECONDS: Final = 300.0
_LOCK: Final = ["--requirement", "requirements.lock", "--require-hashes", "--disable-pip"]
_UNREACHABLE: Final = "the service of vulnerabilities (pypi.org, or what stands in for it) could not be asked"


def audit(command: list[str], seconds: float = _SECONDS) -> tuple[list[str], int]:
    """What pip-audit found, line by line, and what to leave with."""
    try:
        ran = subprocess.run(command, capture_output=True, text=True, timeout=seconds)
    except subprocess.TimeoutExpired:
        return [f"{_UNREACHABLE}: no answer within {seconds:.0f} s; nothing is known of any package"], 2
    try:
        packages = json.loads(ran.stdout)["dependencies"]
    except (ValueError, KeyError):
        last = (ran.stderr.strip() or "it said nothing").splitlines()[-1]
        return [f"{_UNREACHABLE}: {last}"], 2
    unknown = [each["name"] for each in packages if "skip_reason" in each]
    found = [
        f"{each['name']} {each['version']}: {known['id']}, mended in {', '.join(known['fix_versions']) or 'none'}"
        for each in packages
        for known in each.get("vulns", ())
    ]
    if unknown and len(unknown) == len(packages):
        return [f"{_UNREACHABLE}: it knows none of {len(packages)} packages"], 2
    if unknown:
        found.append(f"not looked up: {', '.join(unknown)}")
    return found or [f"{len(packages)} packages, none known to be vulnerable"], 1 if found else 0


def main() -> int:
    pip_audit = str(Path(sys.executable).with_name("pip-audit"))
    command = sys.argv[1:] or [pip_audit, *_LOCK, "--format", "json", "--progress-spinner", "off"]
    lines, code = audit(command)
    print("\n".join(lines), file=sys.stderr if code else sys.stdout)
    return code


if __name__ == "__main__":
    sys.exit(main())

"""The packages of the lock are under permissive licences, but for those that the decision about the licence names."""

import re
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path
from typing import Final

_TOP: Final = Path(__file__).parents[2]
_PERMISSIVE: Final = re.compile(r"\b(?:MIT|BSD|Apache|ISC|PSF\w*|Python Software Foundation)\b|\bPSF-2\.0\b")
_RECIPROCAL: Final = re.compile(r"GPL|MPL|EPL|EUPL|CDDL|Mozilla|GNU|Sleepycat|SSPL|BUSL|Commons Clause")
_EXCEPTIONS: Final = {
    "certifi": "MPL",
    "psycopg": "LGPL",
    "psycopg-binary": "LGPL",
    "tld": "MPL",
    "tqdm": "MPL",
}


def _licences() -> dict[str, str]:
    """What each package of the lock says of its licence; those for other systems and Pythons are not installed."""
    found = {}
    lock = (_TOP / "requirements.lock").read_text()
    for name in sorted(set(re.findall(r"^([\w.-]+)(?:\[[^\]]*\])?(?:==| @)", lock, re.MULTILINE))):
        try:
            shown = metadata(name)
        except PackageNotFoundError:
            continue
        stated = [*(shown.get_all("License-Expression") or []), *(shown.get_all("License") or [])[:1]]
        classifiers = [line for line in shown.get_all("Classifier") or [] if line.startswith("License ::")]
        found[name] = "; ".join([text.partition("\n")[0] for text in stated] + classifiers)
    return found


def test_no_package_is_under_another_kind_of_licence_than_is_written_down() -> None:
    licences = _licences()
    assert len(licences) > 100
    reciprocal = {name: shown for name, shown in licences.items() if _RECIPROCAL.search(shown)}
    assert reciprocal.keys() == _EXCEPTIONS.keys()
    assert all(_EXCEPTIONS[name] in shown for name, shown in reciprocal.items())
    others = {name: shown for name, shown in licences.items() if name not in _EXCEPTIONS}
    assert {name: shown for name, shown in others.items() if not _PERMISSIVE.search(shown)} == {}


def test_the_decision_names_the_exceptions() -> None:
    page = (_TOP / "docs/decisions/licence.md").read_text()
    table = "\n".join(line for line in page.splitlines() if line.startswith("|"))
    assert {name for name in _EXCEPTIONS if not re.search(rf"[| ]{name}[ ,]", table)} == set()

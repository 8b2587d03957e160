"""Templates, styles and scripts that can be read: their lines and folders. `tests/page_format.py` checks their
format.
"""

import re
from collections import Counter
from pathlib import Path

_TOP = Path(__file__).parent.parent.parent
_LONGEST = 120  # characters
_MOST_FILES = 15  # a folder
_MOST_LINES = 400


def _pages() -> list[Path]:
    found = [
        *(_TOP / "templates").rglob("*.html"),
        *(_TOP / "static").rglob("*.css"),
        *(_TOP / "static").rglob("*.js"),
    ]
    assert len(found) > 40
    return found


def test_every_translated_option_names_its_value() -> None:
    """An option without one sends its text, which is another in every language."""
    options = [
        (path.name, option)
        for path in _pages()
        for option in re.findall(r"<option\b[^>]*>[^<]*", path.read_text())
    ]
    assert len(options) > 40
    translated = re.compile(r"\b_\(|\|\s*(?:translated|words)\b")
    assert [each for each in options if translated.search(each[1]) and "value=" not in each[1]] == []


def test_no_line_is_too_long() -> None:
    long = [
        f"{path.relative_to(_TOP)}:{number}"
        for path in _pages()
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if len(line) > _LONGEST
    ]
    assert long == []


def test_folders_and_files_stay_small() -> None:
    modules = [path for path in (_TOP / "service").rglob("*.py") if path.name != "__init__.py"]
    folders = Counter(str(path.parent.relative_to(_TOP)) for path in [*modules, *_pages()])
    assert {name: count for name, count in folders.items() if count > _MOST_FILES} == {}
    long = {str(path.relative_to(_TOP)): len(path.read_text().splitlines()) for path in [*modules, *_pages()]}
    assert {name: count for name, count in long.items() if count > _MOST_LINES} == {}

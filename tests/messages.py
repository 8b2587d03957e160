"""Hold the catalogues of messages against the sources (`--write` brings them up to date)."""

import io
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po, write_po

from service.language.catalogues import BUILT, FOLDER
from tests.built_messages import built

TOP = Path(__file__).parent.parent
_TEMPLATES = {
    "extensions": "",
    "trimmed": "true",
    "trim_blocks": "true",
    "lstrip_blocks": "true",
    "newstyle_gettext": "true",
    "silent": "false",
}
_KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2), "pgettext": ((1, "c"), 2)}


def sources() -> Iterator[tuple[str, Path]]:
    """Every file that may hold messages, with how Babel reads it."""
    for method, folder, pattern in (
        ("jinja2.ext:babel_extract", "templates", "*.html"),
        ("python", "service", "*.py"),
        ("javascript", "static/js", "*.js"),
    ):
        yield from ((method, path) for path in sorted((TOP / folder).rglob(pattern)))


@cache
def template() -> Catalog:
    """All messages of the sources, without translations, read once; who asks for it changes nothing."""
    found = Catalog(charset="utf-8")
    for method, path in sources():
        options = _TEMPLATES if method.startswith("jinja2") else {"template_string": "false"}
        for _line, message, _comments, context in extract_from_file(method, path, _KEYWORDS, options=options):
            found.add(message, locations=[(str(path.relative_to(TOP)), 0)], context=context)
    for message, module in built(TOP):
        found.add(message, locations=[(module, 0)], context=BUILT)
    return found


def updated(path: Path) -> bytes:
    """The file of a language with the messages that the sources hold now, in their order; what they lack is gone."""
    with path.open("rb") as file:
        catalogue = read_po(file, locale=path.stem)
    head, creation = catalogue.header_comment, catalogue.creation_date
    catalogue.update(template(), no_fuzzy_matching=True, update_header_comment=False)
    catalogue.obsolete.clear()
    catalogue.header_comment, catalogue.creation_date, catalogue.revision_date = head, creation, creation
    catalogue.project, catalogue.version = "Factdesk", "messages"
    catalogue.msgid_bugs_address = catalogue.last_translator = catalogue.language_team = "-"
    written = io.BytesIO()
    write_po(written, catalogue, width=100, include_lineno=False, ignore_obsolete=True, sort_output=False)
    return written.getvalue()


def main() -> int:
    """Write, or say which files are not up to date; gives the exit status."""
    old = [path for path in sorted(FOLDER.glob("*.po")) if updated(path) != path.read_bytes()]
    if "--write" in sys.argv:
        for path in old:
            path.write_bytes(updated(path))
        return 0
    if old:
        print(f"not up to date: {', '.join(path.name for path in old)}; ./run messages updates them")
    return bool(old)


if __name__ == "__main__":
    raise SystemExit(main())

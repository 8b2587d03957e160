"""Check that templates, styles and scripts are formatted (`--write` formats them); settings stand in pyproject.toml."""

import subprocess
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path

import cssbeautifier
import jsbeautifier

_TOP = Path(__file__).parent.parent
_SETTINGS = tomllib.loads((_TOP / "pyproject.toml").read_text())["tool"]["factdesk"]["page-format"]


def _formatter(module: object, settings: dict[str, object]) -> Callable[[str], str]:
    """The beautifier of a module with these settings, in which nothing else is left to its defaults by chance."""
    options = module.default_options()  # type: ignore[attr-defined]
    for name, value in settings.items():
        if not hasattr(options, name):
            raise SystemExit(f"pyproject.toml: the formatter has no setting “{name}”")
        setattr(options, name, value)
    return lambda text: module.beautify(text, options)  # type: ignore[attr-defined, no-any-return]


def unformatted(write: bool) -> list[str]:
    """The files of static/ that are not as the beautifiers would write them; with `write` they are afterwards."""
    found = []
    for suffix, module in (("css", cssbeautifier), ("js", jsbeautifier)):
        beautify = _formatter(module, _SETTINGS[suffix])
        for path in sorted((_TOP / "static" / suffix).rglob(f"*.{suffix}")):
            text = path.read_text()
            wanted = beautify(text)
            if wanted != text:
                found.append(str(path.relative_to(_TOP)))
                if write:
                    path.write_text(wanted)
    return found


def main() -> int:
    """Format, or say what is not formatted; gives the exit status."""
    write = "--write" in sys.argv
    indent = [str(Path(sys.executable).with_name("djhtml")), "--tabwidth", "2", str(_TOP / "templates")]
    templates = subprocess.run(indent if write else [*indent, "--check"], capture_output=True, text=True)
    found = unformatted(write)
    if write:
        return 0
    if templates.returncode:
        print(templates.stderr)
    if found:
        print(f"not formatted: {', '.join(found)}")
    if wrong := bool(templates.returncode or found):
        print("./run format formats templates, styles and scripts")
    return wrong


if __name__ == "__main__":
    raise SystemExit(main())

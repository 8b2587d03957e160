"""Where the servers of this desk are: by the settings, else those of `factdesk up` on this machine."""

import json
from pathlib import Path
from typing import Final

import click

from embedded.files import read_if_any, write_private
from settings import Missing, data_folder, given, set_variables, settings

_KEPT: Final = "servers.json"


def keep_servers(folder: Path, variables: dict[str, str]) -> None:
    """Write down, for other commands of the same user, with which variables `factdesk up` runs the desk in `folder`."""
    write_private(folder / _KEPT, json.dumps(variables))


def use_servers() -> None:
    """Set the variables of the desk that `factdesk up` runs here, where none are given.

    Raises:
        click.ClickException: there are neither settings nor such a desk.
    """
    if not given("DATABASE_URL"):
        kept = json.loads(read_if_any(data_folder() / _KEPT) or "{}")
        set_variables({name: value for name, value in kept.items() if not given(name)})
    try:
        settings()
    except (Missing, ValueError) as error:
        raise click.ClickException(f"{error}; or start the desk of this machine with ./run up") from None

"""The factdesk command."""

import click

from cli.split import split


@click.group()
@click.version_option(package_name="factdesk")
def main() -> None:
    """Factdesk, the fact-checking desk that newsrooms run."""


main.add_command(split)

"""The factdesk command."""

import click

from cli.article import article
from cli.external import checks, external
from cli.feed import feed
from cli.serve import beat, migrate, web, worker
from cli.shelf import shelf
from cli.text.match import match
from cli.text.quantities import quantities
from cli.text.read import read
from cli.text.split import split
from cli.text.stance import stance
from cli.text.worth import worth
from cli.transfer import export_desk, import_desk
from cli.up import up
from cli.user import user
from cli.webhook import webhook


@click.group()
@click.version_option(package_name="factdesk")
def main() -> None:
    """Factdesk, the fact-checking desk that newsrooms run."""


for command in (
    up,
    web,
    worker,
    beat,
    migrate,
    user,
    read,
    split,
    quantities,
    worth,
    stance,
    match,
    article,
    external,
    feed,
    checks,
    shelf,
    webhook,
    export_desk,
    import_desk,
):
    main.add_command(command)

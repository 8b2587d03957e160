"""The factdesk command."""

import sys
from importlib import import_module
from typing import Final

import click

# Where each command is, and its name there where that is another one. The module is imported when the command is
# called: the supervisor, beat and the web server's manager would otherwise each hold the language pipeline that
# other commands need.
COMMANDS: Final = {
    "up": "cli.up",
    "web": "cli.serve",
    "worker": "cli.serve",
    "beat": "cli.serve",
    "migrate": "cli.serve",
    "doctor": "cli.operations.doctor",
    "backup": "cli.operations.backup",
    "restore": "cli.operations.backup",
    "retain": "cli.operations.forgetting",
    "erase": "cli.operations.forgetting",
    "user": "cli.user",
    "read": "cli.text.read",
    "split": "cli.text.split",
    "quantities": "cli.text.quantities",
    "worth": "cli.text.worth",
    "stance": "cli.text.stance",
    "match": "cli.text.match",
    "article": "cli.article",
    "external": "cli.external",
    "feed": "cli.feed",
    "checks": "cli.external",
    "shelf": "cli.shelf",
    "webhook": "cli.webhook",
    "export": "cli.transfer:export_desk",
    "import": "cli.transfer:import_desk",
}


class LazyGroup(click.Group):
    """A group whose commands are imported when they are needed."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of all commands, in the order of `COMMANDS`."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of this name, None if there is none."""
        if cmd_name not in COMMANDS:
            return None
        module, _, name = COMMANDS[cmd_name].partition(":")
        command: click.Command = getattr(import_module(module), name or cmd_name)
        return command

    def invoke(self, ctx: click.Context) -> object:
        """Do a command; that the database cannot be used is said in a line.

        Raises:
            click.ClickException: the database does not answer, or lacks tables of this version.
        """
        try:
            return super().invoke(ctx)
        except Exception as error:
            if words := _of_the_store(error):
                raise click.ClickException(words) from None
            raise


def _of_the_store(error: Exception) -> str:
    """What is wrong with the database, and what to do; empty if it is something else.

    Only a command that has used it has imported SQLAlchemy, which takes long.
    """
    store = sys.modules.get("store.db")
    if store is None or not isinstance(error, store.DatabaseError):
        return ""
    if store.lacks_tables(error):
        return "the database lacks tables of this version; run `factdesk migrate`"
    if store.is_away(error):
        return f"the database does not answer ({str(error.orig).splitlines()[0]}); `factdesk doctor` says more"
    return ""


@click.group(cls=LazyGroup)
@click.version_option(package_name="factdesk")
def main() -> None:
    """Factdesk, the fact-checking desk that newsrooms run."""

"""The factdesk command."""

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
        """The command of this name, None where there is none."""
        if cmd_name not in COMMANDS:
            return None
        module, _, name = COMMANDS[cmd_name].partition(":")
        command: click.Command = getattr(import_module(module), name or cmd_name)
        return command


@click.group(cls=LazyGroup)
@click.version_option(package_name="factdesk")
def main() -> None:
    """Factdesk, the fact-checking desk that newsrooms run."""

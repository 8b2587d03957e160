"""People from the command line."""

import click

from cli.operations.servers import use_servers
from settings import settings
from store import people
from store.accounts.roles import PERSON_ROLES
from store.db import transaction
from store.people import Refused


@click.group()
def user() -> None:
    """People who may sign in."""


@user.command("add")
@click.argument("email")
@click.option("--name", required=True)
@click.option("--role", type=click.Choice(PERSON_ROLES), default="checker", show_default=True)
def add_person(email: str, name: str, role: str) -> None:
    """Add a person and print a one-time sign-in link."""
    use_servers()
    try:
        with transaction(settings().database_url) as conn:
            secret = people.create_sign_in_link(conn, people.add_person(conn, email, name, role))
    except Refused as error:
        raise click.ClickException(f"{error.field}: {error}") from None
    click.echo(f"{settings().base_url}/sign-in/{secret}")


@user.command()
@click.argument("email")
def link(email: str) -> None:
    """Print a new one-time sign-in link for a person; earlier ones are void."""
    use_servers()
    with transaction(settings().database_url) as conn:
        person = people.find_person_by_email(conn, email)
        if person is None or not person.active:
            raise click.ClickException("nobody has this address, or the account is closed")
        secret = people.create_sign_in_link(conn, person.id)
    click.echo(f"{settings().base_url}/sign-in/{secret}")

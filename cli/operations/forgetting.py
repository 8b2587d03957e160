"""What the desk forgets: by age, by the operator's rules, and of a person who asks for it."""

import click

from cli.operations.servers import use_servers
from settings import settings
from store.db import NotFound, transaction
from store.operations import erasure, retention
from store.people import MACHINE


@click.command()
@click.option("--forget", is_flag=True, help="Delete it; without this only the numbers are printed.")
def retain(forget: bool) -> None:
    """Show what the rules of FACTDESK_KEEP_… would delete now, or delete it."""
    use_servers()
    rules = retention.Rules(**settings().keep_days)
    if rules == retention.Rules():
        click.echo("no rule is set: everything is kept (docs/operators/retention.md)")
        return
    while True:
        with transaction(settings().database_url) as conn:
            due = retention.forget_due(conn, rules) if forget else retention.count_due(conn, rules)
        for name, count in due.items():
            click.echo(
                f"{count:>9,} {name} older than {settings().keep_days[name]} days{' deleted' if forget else ''}"
            )
        if not forget or not any(due.values()):
            return


@click.command()
@click.argument("email")
@click.option("--erase", "really", is_flag=True, help="Do it; without this only what would be done is printed.")
def erase(email: str, really: bool) -> None:
    """Erase the account with this address, and show what stays under a number."""
    use_servers()
    try:
        with transaction(settings().database_url) as conn:
            done = erasure.erase_person(conn, email, MACHINE) if really else erasure.plan_erasure(conn, email)
    except NotFound as error:
        raise click.ClickException(str(error)) from None
    for place, count in done.deleted.items():
        click.echo(f"{count:>9,} {place}: {'deleted' if really else 'would be deleted'}")
    for place, count in done.kept.items():
        click.echo(
            f"{count:>9,} {place}: {'stay' if really else 'would stay'}, as “Former colleague {done.person_id}”"
        )
    if done.in_hand:
        click.echo(f"{done.in_hand} claims are still in this person's hands; assign them to somebody else")

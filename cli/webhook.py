"""Webhooks from the command line, over the API of the running desk."""

import json
from typing import Final
from urllib.parse import urlencode

import click

from cli.desk import Desk, Json

_PATH: Final = "/api/v1/webhooks"
_as_json = click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
_number = click.argument("number", type=click.IntRange(1))
_numbers = click.argument("numbers", nargs=-1, required=True, type=click.IntRange(1))


@click.group()
def webhook() -> None:
    """Addresses that the running desk tells of events; for an admin's token."""


@webhook.command("add")
@click.argument("url")
@click.option("--event", "events", multiple=True, required=True, help="An event to tell of; may be repeated.")
@click.option("--description", default="", help="By which you tell it from others.")
@_as_json
def add_webhook(url: str, events: tuple[str, ...], description: str, as_json: bool) -> None:
    """Subscribe URL to events. Its secret is shown this once."""
    made = Desk.found().ask(_PATH, {"url": url, "events": list(events), "description": description})
    _show(made, as_json)
    if not as_json:
        click.echo(made["secret"])


@webhook.command("list")
@_as_json
def list_webhooks(as_json: bool) -> None:
    """List the webhooks and how they do."""
    for row in Desk.found().ask(_PATH)["items"]:
        _show(row, as_json)


@webhook.command("pause")
@_numbers
@click.option("--resume", is_flag=True, help="Send to them again instead.")
@_as_json
def pause_webhooks(numbers: tuple[int, ...], resume: bool, as_json: bool) -> None:
    """Send nothing to webhooks, by their NUMBERS, until they are resumed; what happens meanwhile waits."""
    desk = Desk.found()
    for number in numbers:
        _show(desk.ask(f"{_PATH}/{number}", {"paused": not resume}, method="PATCH"), as_json)


@webhook.command("remove")
@_numbers
@_as_json
def remove_webhooks(numbers: tuple[int, ...], as_json: bool) -> None:
    """Remove webhooks, by their NUMBERS, with their logs and what waits for them."""
    desk = Desk.found()
    for number in numbers:
        desk.ask(f"{_PATH}/{number}", method="DELETE")
        click.echo(json.dumps({"id": number, "removed": True}) if as_json else f"{number}: removed")


@webhook.command("test")
@_number
@_as_json
def test_webhook(number: int, as_json: bool) -> None:
    """Send the event webhook.test to the webhook NUMBER."""
    _show_delivery(Desk.found().ask(f"{_PATH}/{number}/test", method="POST"), as_json)


@webhook.command("log")
@_number
@click.option("--state", type=click.Choice(["waiting", "delivered", "failed"]))
@_as_json
def list_deliveries(number: int, state: str | None, as_json: bool) -> None:
    """List what was, or is to be, delivered to the webhook NUMBER, the newest first."""
    desk, cursor = Desk.found(), None
    while True:
        given = {"limit": 200, "delivery_state": state, "cursor": cursor}
        query = urlencode({name: value for name, value in given.items() if value})
        page = desk.ask(f"{_PATH}/{number}/deliveries?{query}")
        for row in page["items"]:
            _show_delivery(row, as_json)
        cursor = page["next"]
        if not cursor:
            return


@webhook.command("send")
@_number
@click.argument("delivery", type=click.IntRange(1))
@_as_json
def send_again(number: int, delivery: int, as_json: bool) -> None:
    """Send DELIVERY of the webhook NUMBER again."""
    _show_delivery(Desk.found().ask(f"{_PATH}/{number}/deliveries/{delivery}/send", method="POST"), as_json)


def _show(row: Json, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps(row, ensure_ascii=False))
        return
    why = f": {row['reason']}" if row["reason"] else ""
    click.echo(
        f"{row['id']:6} {row['health']:8} {row['url']} ({', '.join(row['events'])}), {row['waiting']} wait{why}"
    )


def _show_delivery(row: Json, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps(row, ensure_ascii=False))
        return
    answer = f" ({row['status']})" if row["status"] else ""
    why = f": {row['reason']}" if row["reason"] else ""
    click.echo(f"{row['id']:8} {row['happened_at']} {row['event']:22} {row['state']}{answer}{why}")

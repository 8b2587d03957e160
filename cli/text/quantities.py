"""factdesk quantities: the amounts in texts, JSON Lines in and out, without any server."""

from typing import TextIO

import click

from checks.quantities import quantities as read
from checks.types.quantity import Quantity
from cli.text.lines import Record, texts, write


@click.command()
@click.argument("file", type=click.File("r", encoding="utf-8", errors="surrogateescape"), default="-")
def quantities(file: TextIO) -> None:
    """Print the amounts in the texts of FILE (- for standard input).

    One {"id", "text"} a line in; one {"id", "quantities"} a line out, in the same order. A bad line is named on
    standard error and passed over; the command then ends with 1.
    """
    lines = texts(file)
    write(_answer(record) for record in lines)
    raise SystemExit(bool(lines.bad))


def _answer(record: Record) -> dict[str, object]:
    return {"id": record.id, "quantities": [quantity_record(quantity) for quantity in read(record.text)]}


def quantity_record(quantity: Quantity) -> dict[str, object]:
    """A quantity as a JSON object; whole numbers are written without a decimal point."""
    return {
        "start": quantity.start,
        "end": quantity.end,
        "text": quantity.text,
        "comparator": quantity.comparator,
        "low": _number(quantity.low),
        "high": _number(quantity.high),
        "unit": quantity.unit,
        "counted": quantity.counted,
        "role": quantity.role,
        "code": quantity.code,
    }


def _number(value: float | None) -> float | int | None:
    return int(value) if value is not None and value.is_integer() else value

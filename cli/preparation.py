"""Prepares the store of `factdesk up` in a process of its own, so that the supervisor never holds what this takes.

    python -m cli.preparation FOLDER ADDRESS [--sample]

Prints one line of JSON: `link`, the secret of the one-time link for the first admin, null where there is one
already; and `sample`, how many articles of the sample were loaded.
"""

import json
import sys
from pathlib import Path
from typing import Final

import logs
from cli import migration
from embedded.files import read_if_any, write_private
from settings import settings

_SCOPES: Final = ["read", "articles", "claims"]  # of the token by which commands here speak to the desk


def prepare_store() -> None:
    """Migrate, load the sample into an empty desk, make the first admin; exits with a line that says what was wrong."""
    from store.db import StoreError

    folder, address = Path(sys.argv[1]), sys.argv[2]
    try:
        if settings().sources:
            from workers.sources import configuration

            configuration.check_settings()
        print(json.dumps(_prepare(folder, address, sample="--sample" in sys.argv)))
    except (OSError, RuntimeError, ValueError) as error:
        sys.exit(f"{error}")
    except StoreError as error:
        sys.exit(logs.describe(error).splitlines()[0])


def _prepare(folder: Path, address: str, *, sample: bool) -> dict[str, object]:
    from checks.documents.formats import paragraphs
    from store import people, tokens
    from store.db import transaction
    from store.sample import contents
    from workers import enqueue

    url = settings().database_url
    migration.migrate_database(url)
    with transaction(url) as conn:
        loaded = contents.load_sample(conn, paragraphs) if sample else []
        link = people.create_first_admin_link(conn)
        kept = folder / "cli.json"
        known = json.loads(read_if_any(kept) or "{}")
        if known.get("scopes") != _SCOPES:  # the first start, or one of a version with fewer commands
            admin = next(person for person in people.list_people(conn) if person.role == "admin")
            token = tokens.create_token(conn, admin.id, "factdesk on this machine", _SCOPES)
            known = {"token": token, "scopes": _SCOPES}
        write_private(kept, json.dumps({**known, "url": address}))
    enqueue.enqueue("split", loaded)
    return {"link": link, "sample": len(loaded)}


if __name__ == "__main__":
    prepare_store()

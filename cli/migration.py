"""The store brought to what this version needs: its tables, and the data sets that come with the desk."""


def migrate_database(url: str) -> None:
    """Run the migrations that `url` has not seen, and put the starter figures on its shelf; does nothing twice."""
    from checks.documents import figures
    from store.db import transaction
    from store.migrate import upgrade
    from store.shelf import starter_figures

    upgrade(url)
    with transaction(url) as conn:
        starter_figures.load_starter_figures(conn, figures.starter_sets(), figures.names())

"""Which reference sources are on, how they do, and for admins the switch of each, what it is told, and its test."""

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from service import auth
from service.desk.references.backfills import read_status
from service.request.transaction import transaction
from store import audit
from store.lookups import source_settings, source_tests, sources, track_record
from store.lookups.source_settings import SourceSetting
from store.people import Refused
from workers import enqueue

blueprint = Blueprint("sources", __name__)


@blueprint.get("/sources")
@auth.desk()
def sources_page() -> str:
    """Every source."""
    with transaction() as conn:
        rows, backfill = sources.list_sources(conn), read_status(conn)
    titles = {row.name: row.title for row in rows}
    return render_template("desk/references/sources.html", rows=rows, backfill=backfill, titles=titles)


@blueprint.get("/sources/record")
@auth.desk()
def track_record_page() -> str:
    """How often each source brought anything, how often for or against, and how often the verdict said so too."""
    with transaction() as conn:
        titles = {row.name: row.title for row in sources.list_sources(conn)}
        return render_template(
            "desk/references/track_record.html",
            rows=track_record.list_track_records(conn).values(),
            counted_at=track_record.counted_at(conn),
            titles=titles,
        )


@blueprint.get("/sources/<name>")
@auth.desk("admin")
def source_page(name: str) -> str:
    """One source: its switch, what it is told, and its test."""
    return _render_source(name)


@blueprint.post("/sources/<name>")
@auth.desk("admin")
def change_source_options(name: str) -> Response | tuple[str, int]:
    """Write a source's options. An empty field leaves a secret as it is, and clears any other option."""
    with transaction() as conn:
        options = sources.get_source(conn, name).options
    values = {option.name: request.form.get(f"option {option.name}", "").strip() for option in options}
    forgotten = request.form.getlist("forget")
    kept = {option.name for option in options if option.secret and not values[option.name]} - set(forgotten)
    given = {
        option.name: "" if option.name in forgotten else values[option.name]
        for option in options
        if not option.address and option.name not in kept
    }
    try:
        with transaction() as conn:
            source_settings.change_source(conn, name, auth.actor(), values=given)
    except Refused as error:
        return _render_source(name, wrong={error.field: str(error)}), 422
    return redirect(url_for("sources.source_page", name=name, saved="options"))


@blueprint.post("/sources/<name>/switch")
@auth.desk("admin")
def switch_source(name: str) -> Response:
    """Switch a source on or off, or leave that to the environment."""
    wanted = request.form.get("on", "")
    with transaction() as conn:
        switched = {"yes": True, "no": False}.get(wanted)
        source_settings.change_source(conn, name, auth.actor(), switched_on=switched, inherit=switched is None)
    return redirect(url_for("sources.source_page", name=name, saved="switch"))


@blueprint.post("/sources/<name>/test")
@auth.desk("admin")
def test_source(name: str) -> Response:
    """Have a source asked about one plain claim now."""
    with transaction() as conn:
        test_id = source_tests.add_test(conn, name, auth.actor())
    enqueue.enqueue(source_tests.KIND, [test_id])
    return redirect(url_for("sources.source_page", name=name, _anchor="test"))


def _render_source(name: str, **more: object) -> str:
    with transaction() as conn:
        row = sources.get_source(conn, name)
        setting = source_settings.list_source_settings(conn).get(name, SourceSetting())
        test, backfill = source_tests.list_tests(conn).get(name), read_status(conn, name)
    # Of a secret only that there is one leaves the store.
    secret = {option.name for option in row.options if option.secret}
    return render_template(
        "desk/references/source.html",
        row=row,
        switch=setting.switched_on,
        unreadable=setting.unreadable,
        kept={option: "" if option in secret else value for option, value in setting.values.items()},
        test=test,
        backfill=backfill,
        saved=request.args.get("saved", ""),
        **more,
    )


@blueprint.post("/sources/<name>/resume")
@auth.desk()
def resume_source(name: str) -> Response:
    """End a source's pause."""
    with transaction() as conn:
        asked = sources.resume_source(conn, name)
        audit.write_audit_entry(conn, auth.actor(), "source", 0, "resumed", reason=name)
    enqueue.enqueue("lookup", asked)
    return redirect(url_for("sources.sources_page"))

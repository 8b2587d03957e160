"""Articles that are added as files: PDF, DOCX, HTML or text."""

from typing import Final

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from service import auth, security
from service.errors import wants_json
from service.request import uploads
from service.request.transaction import transaction
from settings import settings
from store.articles import files
from store.people import Refused
from workers import enqueue

blueprint = Blueprint("article_files", __name__)
_MOST: Final = 50  # at a time


@blueprint.post("/articles/add-files")
@auth.desk()
@security.large()
def add_article_files() -> Response | tuple[str, int]:
    """Take files, all of them or none; each is read in a process of its own and split."""
    sent = [file for file in request.files.getlist("files") if file.filename]
    try:
        if not sent:
            raise Refused("files", "choose a file")
        if len(sent) > _MOST:
            raise Refused("files", f"{_MOST} files are taken at a time; these are {len(sent)}")
        with transaction() as conn:
            received = [
                files.receive_file(
                    conn, file.filename or "", file.mimetype, uploads.pieces(file.stream), settings().largest_upload,
                    auth.actor(),
                )
                for file in sent
            ]  # fmt: skip
    except Refused as error:
        if wants_json():
            raise
        wrong = {error.field: str(error)}
        return render_template("desk/add_article.html", given={}, wrong=wrong, largest=largest_megabytes()), 422
    enqueue.enqueue("fetch", [each.article_id for each in received if each.to_fetch])
    if len(received) == 1:
        return redirect(url_for("articles.article_page", article_id=received[0].article_id))
    return redirect(url_for("articles.articles_page"))


def largest_megabytes() -> int:
    """The size of the largest file that is taken, in MB."""
    return settings().largest_upload // 1_000_000

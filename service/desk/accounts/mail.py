"""E-mails that could not be sent, with the reason, and *send again*; and a test of the mail server. For admins."""

from flask import Blueprint, redirect, render_template, url_for
from werkzeug.wrappers import Response

from service import auth
from service.request.transaction import transaction
from settings import settings
from store.accounts import invitations
from store.notices import notices
from workers import enqueue

blueprint = Blueprint("mail", __name__, url_prefix="/mail")


@blueprint.get("")
@auth.desk("admin")
def mail_page() -> str:
    """What could not be sent."""
    with transaction() as conn:
        rows = notices.list_failed_mails(conn)
        invited = [row for row in invitations.list_invitations(conn) if row.failure]
    return render_template("desk/accounts/mail.html", rows=rows, invited=invited, given=settings())


@blueprint.post("/<int:notice_id>/again")
@auth.desk("admin")
def send_mail_again(notice_id: int) -> Response:
    """Try a mail once more."""
    with transaction() as conn:
        notices.send_mail_again(conn, notice_id)
    enqueue.enqueue(notices.MAIL, [notice_id])
    return redirect(url_for("mail.mail_page"))

"""What Acme and its client said to each other: a conversation, comments on an invoice and an estimate, a review."""

from dataclasses import replace
from datetime import date, timedelta

from chalicelib.comments.add import answer_on_invoice, comment_on_estimate, comment_on_invoice
from chalicelib.comments.schemas import NewComment
from chalicelib.contacts.find import find_contact_by_email
from chalicelib.core.identity import PortalUser, StaffUser
from chalicelib.estimates.entity import OPEN_STATUSES
from chalicelib.estimates.walk import walk_estimates
from chalicelib.invoices.find import find_open_invoices
from chalicelib.messages.reply import reply_to_client, reply_to_merchant
from chalicelib.messages.schemas import NewMessage, NewReply
from chalicelib.messages.write import write_to_merchant
from chalicelib.reviews.own import write_review
from chalicelib.reviews.schemas import NewReview
from infra.demo.history import on


def talk(staff: StaffUser, reader: PortalUser, today: date) -> None:
    """Long enough ago that no mail of it goes out any more; ``reader`` has accepted the invitation by now."""
    contact = find_contact_by_email(staff.tenant_id, reader.customer_id, reader.email)
    assert contact, "who talks was brought in before"
    client = replace(reader, merchant=staff.merchant, contact_id=contact.id)
    _write(staff, client, today)
    _comment(staff, client, today)
    with on(today - timedelta(days=6)):
        write_review(client, NewReview(rating=5, comment="Quick answers by people who know the system."))


def _write(staff: StaffUser, client: PortalUser, today: date) -> None:
    with on(today - timedelta(days=12)):
        asked = "Our laboratory moves in spring.\nHow early would you have to know the date to move the lines, too?"
        message = write_to_merchant(client, NewMessage(subject="Moving the second site", body=asked)).id
    with on(today - timedelta(days=11)):
        reply_to_client(staff, message, NewReply(body="Eight weeks ahead is enough. We plan one day without network."))
    with on(today - timedelta(days=10)):
        reply_to_merchant(client, message, NewReply(body="Good. You will hear from us by the end of the month."))


def _comment(staff: StaffUser, client: PortalUser, today: date) -> None:
    invoice = min(find_open_invoices(client.partition), key=lambda one: (one.due_date, one.id))
    with on(today - timedelta(days=8)):
        comment_on_invoice(
            client, invoice.id, NewComment(text="Is the travel included in this, or does it come extra?")
        )
    with on(today - timedelta(days=7)):
        answer_on_invoice(staff, invoice.id, NewComment(text="It is included."))
    estimate = next(one for one in walk_estimates(client.partition) if one.status in OPEN_STATUSES)
    with on(today - timedelta(days=5)):
        comment_on_estimate(client, estimate.id, NewComment(text="Could the installation be on a Saturday?"))

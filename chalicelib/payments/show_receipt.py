"""A client fetches the receipt of a payment."""

from datetime import timedelta

from chalicelib.adapters import object_store
from chalicelib.core import clock
from chalicelib.core.answer import Answer
from chalicelib.core.errors import NotFound
from chalicelib.core.identity import PortalUser
from chalicelib.invoices.schemas import DocumentLink, Rendering
from chalicelib.payments import store
from chalicelib.payments.emails import receipt_filename

_RETRY_AFTER = {"Retry-After": "2"}


def show_payment_receipt(user: PortalUser, payment_id: str) -> Answer[DocumentLink | Rendering]:
    """A link to the PDF that lives for a minute, or 202 while it is being made."""
    payment = store.get_payment(user.partition, payment_id)
    if payment is None:
        raise NotFound
    if payment.sha256 is None:
        return Answer(Rendering(), status=202, headers=_RETRY_AFTER)
    expires = clock.now() + timedelta(seconds=object_store.LINK_SECONDS)
    url = object_store.link(payment.document_key, receipt_filename(payment))
    return Answer(DocumentLink(url=url, sha256=payment.sha256, expires_at=clock.stamp(expires)))

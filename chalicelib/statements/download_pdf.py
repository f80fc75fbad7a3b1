"""A client takes the customer's statement as a PDF."""

from datetime import timedelta

from chalicelib.adapters import object_store
from chalicelib.core import clock
from chalicelib.core.answer import Answer
from chalicelib.core.identity import PortalUser
from chalicelib.invoices.schemas import DocumentLink, Rendering
from chalicelib.invoices.today import today_of
from chalicelib.statements import rules
from chalicelib.statements.order import order_statement
from chalicelib.statements.schemas import StatementQuery

_RETRY_AFTER = {"Retry-After": "2"}


def download_statement_pdf(user: PortalUser, query: StatementQuery) -> Answer[DocumentLink | Rendering]:
    """A link that lives for a minute, or 202 while the file is made. Raises Invalid, and TooLong for what no paper should hold."""
    user.must_be("billing")
    since, until = rules.range_of(query.since, query.until, today_of(user.merchant))
    file = order_statement(user, since, until)
    if file.sha256 is None:
        return Answer(Rendering(), status=202, headers=_RETRY_AFTER)
    expires = clock.now() + timedelta(seconds=object_store.LINK_SECONDS)
    url = object_store.link(file.document_key, f"statement-{since}-{until}.pdf")
    return Answer(DocumentLink(url=url, sha256=file.sha256, expires_at=clock.stamp(expires)))

"""A client looks through the customer's payments."""

from chalicelib.adapters import cursors
from chalicelib.core.identity import PortalUser
from chalicelib.core.page import Page, PageQuery
from chalicelib.payments import store
from chalicelib.payments.schemas import PaymentView


def browse_payments(user: PortalUser, query: PageQuery) -> Page[PaymentView]:
    """The customer's payments by date, newest first."""
    binding = (user.tenant_id, user.customer_id, "payments")
    found, after = store.browse_payments(user.partition, query.limit, cursors.decode(query.cursor, *binding))
    return Page(items=[PaymentView.of(one) for one in found], next_cursor=cursors.encode(after, *binding))

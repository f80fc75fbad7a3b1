"""Staff look through the merchant's payments."""

from chalicelib.adapters import cursors
from chalicelib.core.identity import StaffUser
from chalicelib.core.page import Page, PageQuery
from chalicelib.payments import store
from chalicelib.payments.schemas import StaffPaymentView


def browse_payments_for_staff(user: StaffUser, query: PageQuery) -> Page[StaffPaymentView]:
    """All payments by date, newest first; one that was just made may take a moment to appear."""
    binding = (user.tenant_id, "staff", "payments")
    found, after = store.browse_tenant(user.tenant_id, query.limit, cursors.decode(query.cursor, *binding))
    return Page(items=[StaffPaymentView.of(one) for one in found], next_cursor=cursors.encode(after, *binding))

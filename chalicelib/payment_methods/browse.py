"""A client looks through the customer's saved payment methods."""

from chalicelib.adapters import cursors
from chalicelib.adapters.dynamodb import Slot
from chalicelib.core.identity import PortalUser
from chalicelib.core.page import Page, PageQuery
from chalicelib.payment_methods import store
from chalicelib.payment_methods.schemas import PaymentMethodView


def browse_payment_methods(user: PortalUser, query: PageQuery) -> Page[PaymentMethodView]:
    """The customer's saved methods, the default first, then the newest."""
    binding = (user.tenant_id, user.customer_id, "payment-methods")
    after = cursors.decode(query.cursor, *binding)
    methods = store.browse(user.partition)
    known = [method.id for method in methods]
    start = known.index(after.parts["id"]) + 1 if after and after.parts["id"] in known else 0
    page = methods[start : start + query.limit]
    more = Slot({"id": page[-1].id}) if page and start + query.limit < len(methods) else None
    items = [PaymentMethodView.of(method) for method in page]
    return Page(items=items, next_cursor=cursors.encode(more, *binding))

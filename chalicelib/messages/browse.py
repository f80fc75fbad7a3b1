"""Both sides read their conversations."""

from chalicelib.adapters import cursors
from chalicelib.core.identity import PortalUser, StaffUser
from chalicelib.core.page import Page, PageQuery
from chalicelib.customers.find import find_names
from chalicelib.messages import rules, store
from chalicelib.messages.schemas import MessageView, StaffMessageView


def browse_messages(user: PortalUser, query: PageQuery) -> Page[MessageView]:
    """What the customer's people wrote to the merchant, newest first. Raises SwitchedOff."""
    rules.check_allowed(user.settings)
    binding = (user.tenant_id, user.customer_id, "messages")
    found, after = store.browse(user.partition, query.limit, cursors.decode(query.cursor, *binding))
    return Page(items=[MessageView.of(one) for one in found], next_cursor=cursors.encode(after, *binding))


def browse_messages_for_staff(user: StaffUser, query: PageQuery) -> Page[StaffMessageView]:
    """What all customers wrote, the conversation that was last written in first."""
    binding = (user.tenant_id, "staff-messages")
    found, after = store.browse_tenant(user.tenant_id, query.limit, cursors.decode(query.cursor, *binding))
    names = find_names(user.tenant_id, (one.customer_id for one in found)) if found else {}
    items = [StaffMessageView.told(one, names[one.customer_id]) for one in found]
    return Page(items=items, next_cursor=cursors.encode(after, *binding))

"""A client looks at what the customer's own people did."""

from chalicelib.activity.names import names_of_clients
from chalicelib.activity.schemas import ActivityView
from chalicelib.adapters import cursors
from chalicelib.audit.find import find_changes_by_clients
from chalicelib.core.identity import PortalUser
from chalicelib.core.page import Page, PageQuery


def browse_activity(user: PortalUser, query: PageQuery) -> Page[ActivityView]:
    """Who of us did what, newest first."""
    binding = (user.tenant_id, user.customer_id, "activity")
    found, after = find_changes_by_clients(user.partition, query.limit, cursors.decode(query.cursor, *binding))
    names = names_of_clients(user.tenant_id, user.customer_id)
    items = [ActivityView.of(entry, names) for entry in found]
    return Page(items=items, next_cursor=cursors.encode(after, *binding))

"""Owners and staff look at requests to forget people."""

from chalicelib.adapters import cursors
from chalicelib.contacts.find import find_contacts_by_id
from chalicelib.core.identity import PortalUser, StaffUser
from chalicelib.core.page import Page, PageQuery
from chalicelib.customers.find import find_names
from chalicelib.erasures import store
from chalicelib.erasures.find import find_for_staff
from chalicelib.erasures.schemas import ErasureView, StaffErasureView
from chalicelib.erasures.tell import view_of, view_of_staff


def browse_erasures(user: PortalUser, query: PageQuery) -> Page[ErasureView]:
    """Requests about people of the customer."""
    user.must_be("owner")
    binding = (user.tenant_id, user.customer_id, "erasures")
    found, after = store.browse(user.partition, query.limit, cursors.decode(query.cursor, *binding))
    people = find_contacts_by_id((one.partition, one.contact_id) for one in found)
    items = [view_of(one, people.get(one.contact_id)) for one in found]
    return Page(items=items, next_cursor=cursors.encode(after, *binding))


def browse_erasures_for_staff(user: StaffUser, query: PageQuery) -> Page[StaffErasureView]:
    """Requests about people of all customers, the newest first; what stands in their way is told of each by itself."""
    binding = (user.tenant_id, "staff-erasures")
    found, after = store.browse_tenant(user.tenant_id, query.limit, cursors.decode(query.cursor, *binding))
    names = find_names(user.tenant_id, (one.customer_id for one in found)) if found else {}
    people = find_contacts_by_id((one.partition, one.contact_id) for one in found)
    items = [StaffErasureView.told(one, people.get(one.contact_id), [], names[one.customer_id]) for one in found]
    return Page(items=items, next_cursor=cursors.encode(after, *binding))


def show_erasure(user: StaffUser, erasure_id: str) -> StaffErasureView:
    """One request, with what stands in its way. Raises NotFound."""
    one = find_for_staff(user, erasure_id)
    people = find_contacts_by_id([(one.partition, one.contact_id)])
    return view_of_staff(one, people.get(one.contact_id))

"""An owner lets a colleague go."""

from chalicelib.adapters.dynamodb import transaction
from chalicelib.audit.record import record_change
from chalicelib.contacts import store
from chalicelib.contacts.find import find_contact
from chalicelib.contacts.office import keep_an_owner
from chalicelib.contacts.rules import check_may_be_removed
from chalicelib.core.deferred import raise_deferred
from chalicelib.core.identity import PortalUser


def remove_colleague(user: PortalUser, contact_id: str) -> None:
    """Remove somebody, who is signed out of this customer on the next request (V16). Raises LastOwnerOfCustomer."""
    contact = find_contact(user.tenant_id, user.customer_id, contact_id)
    user.must_be("owner")
    raise_deferred()
    check_may_be_removed(contact)
    with transaction() as tx:
        keep_an_owner(tx, contact, None, user.contact_id)
        store.table.remove(tx, contact)
        record_change(tx, user, "contact.removed", contact.id)

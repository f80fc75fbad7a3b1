"""An owner says what a colleague may do."""

from chalicelib.adapters.dynamodb import transaction
from chalicelib.audit.record import record_change
from chalicelib.contacts import store
from chalicelib.contacts.find import find_contact
from chalicelib.contacts.mail_problems import view_people
from chalicelib.contacts.office import keep_an_owner
from chalicelib.contacts.schemas import PersonView, RoleChange
from chalicelib.core.identity import PortalUser


def change_role(user: PortalUser, contact_id: str, change: RoleChange) -> PersonView:
    """Give somebody another role, from the next request on. Raises LastOwnerOfCustomer."""
    before = find_contact(user.tenant_id, user.customer_id, contact_id)
    user.must_be("owner")
    contact = before.model_copy(update={"role": change.role})
    if contact != before:
        with transaction() as tx:
            keep_an_owner(tx, before, contact, user.contact_id)
            store.table.save(tx, contact)
            changes: dict[str, str | int | bool | None] = {"role": contact.role}
            record_change(tx, user, "contact.role_changed", contact.id, changes=changes)
    (view,) = view_people(user.tenant_id, [contact])
    return view

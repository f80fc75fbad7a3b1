"""Staff enter a person of a customer."""

from chalicelib.adapters.dynamodb import transaction
from chalicelib.contacts.add import add_contact
from chalicelib.contacts.entity import Contact
from chalicelib.contacts.mail_problems import view_contact
from chalicelib.contacts.schemas import ContactView, NewContact
from chalicelib.core import clock, ids
from chalicelib.core.identity import StaffUser
from chalicelib.customers.find import find_customer
from chalicelib.customers.totals import mark_in_use


def create_contact(user: StaffUser, customer_id: str, request: NewContact) -> ContactView:
    """Enter a new contact, who cannot use the portal before being invited. Raises ContactExists."""
    customer = find_customer(user.tenant_id, customer_id)
    contact = Contact(
        tenant_id=user.tenant_id,
        customer_id=customer.id,
        id=ids.new_id("con"),
        language=request.language or customer.language,
        created_at=clock.stamp(clock.now()),
        **request.model_dump(exclude={"language"}),
    )
    with transaction() as tx:
        add_contact(tx, user, contact)
        mark_in_use(tx, customer)
    return view_contact(contact)

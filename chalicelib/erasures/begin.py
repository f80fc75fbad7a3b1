"""Staff have a person forgotten: shut out at once, forgotten by a worker."""

from chalicelib.adapters.dynamodb import Transaction, transaction
from chalicelib.audit.record import record_change
from chalicelib.contacts.entity import Contact
from chalicelib.contacts.find import find_contacts_by_email, find_contacts_by_id
from chalicelib.contacts.forget import shut_out
from chalicelib.contacts.office import keep_an_owner
from chalicelib.core import clock
from chalicelib.core.deferred import raise_deferred
from chalicelib.core.identity import StaffUser
from chalicelib.customers.entity import Customer
from chalicelib.customers.forget import forget_addresses, forget_details
from chalicelib.erasures import rules, store
from chalicelib.erasures.find import find_for_staff
from chalicelib.erasures.obstacles import look
from chalicelib.erasures.schemas import StaffErasureView
from chalicelib.erasures.tell import view_of_staff
from chalicelib.mailboxes.forget import forget_mailbox
from chalicelib.outbox.add import add_task
from chalicelib.outbox.forget import forget_mails


def begin_erasure(user: StaffUser, erasure_id: str) -> StaffErasureView:
    """There is no way back from here. What is done is told as it is; what was begun is done once more, should its task be lost.

    Raises NotFound, AlreadyDecided, and one of ``rules.REFUSALS`` while something must be settled first.
    """
    one = find_for_staff(user, erasure_id)
    user.must_be("admin")
    raise_deferred()
    if one.status == "erased":
        return view_of_staff(one, None)
    begun = one if one.status == "erasing" else rules.begin(one, user, clock.stamp(clock.now()))
    contact = find_contacts_by_id([(one.partition, one.contact_id)]).get(one.contact_id)
    with transaction() as tx:
        if begun is not one:
            store.table.save(tx, begun, rules.AlreadyDecided())
            record_change(tx, user, "erasure.begun", one.contact_id, customer_id=one.customer_id)
            if contact:
                _part(tx, user, contact)
        add_task(tx, one.tenant_id, "erasure", {"erasure_id": one.id, "customer_id": one.customer_id})
    return view_of_staff(begun, contact)


def _part(tx: Transaction, user: StaffUser, contact: Contact) -> None:
    """The customer goes on without the person, or is none any more. Whom staff removed meanwhile left what was written behind."""
    situation = look(contact)
    for obstacle in situation.obstacles:
        raise rules.REFUSALS[obstacle]
    if situation.is_last:
        forget_details(tx, situation.customer)
        _forget_address(tx, situation.customer, contact)
    else:
        keep_an_owner(tx, contact, None, user.actor_id)
        forget_addresses(tx, situation.customer, contact.email, contact.phone)
    shut_out(tx, contact)


def _forget_address(tx: Transaction, customer: Customer, contact: Contact) -> None:
    """The customer's own, if it is not the person's, whose mails the worker looks after, and nobody else's."""
    email = customer.email
    if not email or email == contact.email or find_contacts_by_email(customer.tenant_id, email):
        return
    forget_mailbox(tx, customer.tenant_id, email)
    tx.afterwards(lambda: forget_mails(customer.tenant_id, email, customer.id))

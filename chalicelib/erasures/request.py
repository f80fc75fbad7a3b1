"""An owner asks the merchant to forget a person of the customer: oneself, or a colleague."""

from chalicelib.adapters import directory
from chalicelib.adapters.dynamodb import transaction
from chalicelib.adapters.limits import limit_messages
from chalicelib.audit.record import record_change
from chalicelib.contacts.entity import Contact
from chalicelib.contacts.find import find_contact
from chalicelib.contacts.forget import mark_leaving
from chalicelib.core import clock
from chalicelib.core.deferred import raise_deferred
from chalicelib.core.errors import Invalid, NotFound
from chalicelib.core.identity import PortalUser, StaffUser
from chalicelib.customers.find import find_customer
from chalicelib.erasures import emails, rules, store
from chalicelib.erasures.entity import ErasureRequest, id_of
from chalicelib.erasures.schemas import ErasureView, NewErasureRequest, StaffErasureView
from chalicelib.erasures.tell import view_of, view_of_staff
from chalicelib.outbox.add import add_mail
from chalicelib.settings import settings


def request_erasure(user: PortalUser, request: NewErasureRequest) -> ErasureView:
    """Ask; while the same is asked already, it is that request. The merchant and the person hear of it by mail.

    Raises Invalid for somebody of another customer, AlreadyDecided while it is being carried out, TooManyRequests.
    """
    user.must_be("owner")
    try:
        contact = find_contact(user.tenant_id, user.customer_id, request.colleague_id or user.contact_id)
    except NotFound as error:
        raise Invalid([("colleague_id", "There is no such person.")]) from error
    return view_of(_ask(user, contact), contact)


def request_erasure_for_client(user: StaffUser, customer_id: str, contact_id: str) -> StaffErasureView:
    """Staff enter what a person asked for in another way. Raises NotFound, AlreadyDecided, TooManyRequests."""
    contact = find_contact(user.tenant_id, customer_id, contact_id)
    user.must_be("admin")
    raise_deferred()
    return view_of_staff(_ask(user, contact), contact)


def _ask(user: PortalUser | StaffUser, contact: Contact) -> ErasureRequest:
    before = store.get(contact.partition, id_of(contact.id))
    if before and before.status == "open":
        return before
    if before and before.status in ("erasing", "erased"):
        raise rules.AlreadyDecided
    limit_messages(user.tenant_id, user.actor_id)
    asked = rules.ask(before, contact, user, clock.stamp(clock.now()))
    customer = find_customer(contact.tenant_id, contact.customer_id).display_name
    with transaction() as tx:
        if before:
            store.table.save(tx, asked)
        else:
            store.table.add(tx, asked)
            directory.enter(tx, asked.tenant_id, asked.id, asked.customer_id)
        mark_leaving(tx, contact, leaving=True)
        record_change(tx, user, "erasure.requested", contact.id, customer_id=contact.customer_id)
        site = settings().site_of(user.tenant_id)
        add_mail(tx, user.merchant, emails.confirm(user, contact, site), contact.customer_id)
        if isinstance(user, PortalUser):
            add_mail(tx, user.merchant, emails.tell_merchant(user, contact, customer, settings().site_url))
    return asked

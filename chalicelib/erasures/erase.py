"""The worker that forgets a person; killed at any point, the next one finds less to do."""

from chalicelib.adapters.dynamodb import Transaction, transaction
from chalicelib.audit.record import record_change
from chalicelib.calendars.forget import forget_feed
from chalicelib.comments.forget import forget_comments
from chalicelib.contacts.entity import Contact
from chalicelib.contacts.find import find_contacts_by_id, find_contacts_of_customer
from chalicelib.contacts.forget import forget_contact
from chalicelib.contacts.move import find_all_contacts
from chalicelib.core.identity import Machine, partition
from chalicelib.erasures import emails, rules, store
from chalicelib.erasures.entity import ErasureRequest
from chalicelib.exports.forget import forget_archives
from chalicelib.mailboxes.forget import forget_mailbox
from chalicelib.messages.forget import forget_messages
from chalicelib.outbox.add import add_mail
from chalicelib.outbox.forget import forget_mails
from chalicelib.outbox.tasks import find_task, finish_task
from chalicelib.payment_methods.forget import forget_methods
from chalicelib.reviews.forget import forget_review
from chalicelib.sessions.forget import forget_way_in
from chalicelib.settings import settings
from chalicelib.subscriptions.forget import forget_words
from chalicelib.tenants.find import find_merchant


def erase_person(message: dict[str, str], request_id: str) -> None:
    """Forget the person whom the outbox row ``message["outbox_id"]`` is about. Coming twice changes nothing.

    What lies in many rows goes first, each of them by itself; the person's own rows go together at the end, and the request tells so.
    """
    task = find_task(message["outbox_id"])
    if task is None:
        return
    one = store.get(partition(task.tenant_id, task.task["customer_id"]), task.task["erasure_id"])
    if one is not None and one.status == "erasing":
        _erase(one, request_id)
    finish_task(task.id)


def _erase(one: ErasureRequest, request_id: str) -> None:
    contact = find_contacts_by_id([(one.partition, one.contact_id)]).get(one.contact_id)
    people = find_contacts_of_customer(one.tenant_id, one.customer_id)
    forget_comments(one.partition, one.contact_id)
    forget_messages(one.partition, one.contact_id)
    forget_archives(one.partition)
    forget_words(one.partition, one.contact_id)
    if contact:
        forget_mails(one.tenant_id, contact.email, one.customer_id if _is_elsewhere(contact) else None)
    with transaction() as tx:
        forget_review(tx, one.partition, one.contact_id)
        forget_feed(tx, one.partition, one.contact_id)
        if contact:
            _forget_person(tx, contact)
        if not any(one.contact_id != who.id for who in people):
            forget_methods(tx, one.partition)
        store.table.save(tx, rules.finish(one))
        actor = Machine(one.tenant_id, "erase_person", request_id)
        record_change(tx, actor, "erasure.done", one.contact_id, customer_id=one.customer_id)


def _is_elsewhere(contact: Contact) -> bool:
    """Whether the address is a contact of another customer, too."""
    return len(find_all_contacts(contact.tenant_id, contact.email, [contact.customer_id])) > 1


def _forget_person(tx: Transaction, contact: Contact) -> None:
    """The last mail says that it is done, and nothing of it is kept."""
    forget_contact(tx, contact)
    is_elsewhere = not forget_way_in(tx, contact)
    if not is_elsewhere:
        forget_mailbox(tx, contact.tenant_id, contact.email)
    merchant = find_merchant(contact.tenant_id)
    farewell = emails.say_farewell(merchant, contact, settings().site_of(contact.tenant_id), is_elsewhere=is_elsewhere)
    add_mail(tx, merchant, farewell, contact.customer_id)

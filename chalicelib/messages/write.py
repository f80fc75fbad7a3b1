"""A client writes to the merchant: it is kept as a conversation, and reaches the merchant's mailbox."""

from chalicelib.adapters import directory
from chalicelib.adapters.dynamodb import transaction
from chalicelib.adapters.limits import limit_messages
from chalicelib.audit.record import record_change
from chalicelib.core import clock, ids
from chalicelib.core.identity import PortalUser
from chalicelib.customers.find import find_customer
from chalicelib.messages import emails, rules, store
from chalicelib.messages.entity import Message
from chalicelib.messages.schemas import MessageView, NewMessage
from chalicelib.outbox.add import add_mail
from chalicelib.settings import settings


def write_to_merchant(user: PortalUser, request: NewMessage) -> MessageView:
    """Begin a conversation. Raises SwitchedOff, TooManyRequests."""
    rules.check_allowed(user.settings)
    now = clock.stamp(clock.now())
    message = Message(
        subject=request.subject,
        body=request.body,
        tenant_id=user.tenant_id,
        customer_id=user.customer_id,
        id=ids.new_id("msg"),
        author_id=user.contact_id,
        author_name=user.name,
        created_at=now,
        updated_at=now,
    )
    limit_messages(user.tenant_id, user.actor_id)
    customer = find_customer(user.tenant_id, user.customer_id).display_name
    with transaction() as tx:
        store.table.add(tx, message)
        directory.enter(tx, user.tenant_id, message.id, user.customer_id)
        record_change(tx, user, "message.sent", message.id)
        add_mail(
            tx, user.merchant, emails.write_to_merchant(user, message, message.body, customer, settings().site_url)
        )
    return MessageView.of(message)

"""Either side answers in a conversation."""

from collections.abc import Callable

from chalicelib.adapters import directory
from chalicelib.adapters.dynamodb import Transaction, transaction
from chalicelib.adapters.limits import limit_comments, limit_messages
from chalicelib.audit.record import record_change
from chalicelib.core import clock, ids
from chalicelib.core.errors import Conflict, NotFound
from chalicelib.core.identity import PortalUser, StaffUser
from chalicelib.customers.find import find_customer
from chalicelib.invoices.recipients import find_active_readers
from chalicelib.messages import emails, rules, store
from chalicelib.messages.entity import Message, Reply
from chalicelib.messages.schemas import MessageView, NewReply, StaffMessageView
from chalicelib.outbox.add import add_mail
from chalicelib.settings import settings

_TRIES = 3


def reply_to_merchant(user: PortalUser, message_id: str, request: NewReply) -> MessageView:
    """A client goes on with a conversation of the customer's. Raises SwitchedOff, ConversationFull, TooManyRequests."""
    find = _find_own(user, message_id)
    rules.check_allowed(user.settings)
    reply = _reply(user, request)
    rules.with_reply(find(), reply)
    limit_messages(user.tenant_id, user.actor_id)
    customer = find_customer(user.tenant_id, user.customer_id).display_name

    def tell(tx: Transaction, message: Message) -> None:
        sheet = emails.write_to_merchant(user, message, reply.body, customer, settings().site_url)
        add_mail(tx, user.merchant, sheet)

    return MessageView.of(_keep(user, find, reply, tell))


def reply_to_client(user: StaffUser, message_id: str, request: NewReply) -> StaffMessageView:
    """Staff answer; those of the customer's people who wrote in it get it by mail. Raises ConversationFull, TooManyRequests."""

    def find() -> Message:
        return directory.find(user.tenant_id, message_id, store.get)

    message = find()
    reply = _reply(user, request)
    rules.with_reply(message, reply)
    limit_comments(user.tenant_id, user.actor_id)
    customer = find_customer(user.tenant_id, message.customer_id).display_name
    readers = find_active_readers(user.tenant_id, message.customer_id, message.writers)

    def tell(tx: Transaction, answered: Message) -> None:
        for reader in readers:
            sheet = emails.write_answer(user, reader, answered, reply.body, settings().site_of(user.tenant_id))
            add_mail(tx, user.merchant, sheet, answered.customer_id)

    return StaffMessageView.told(_keep(user, find, reply, tell), customer)


def _find_own(user: PortalUser, message_id: str) -> Callable[[], Message]:
    """Found once at once, so that what is not there is told first. Raises NotFound."""

    def find() -> Message:
        found = store.get(user.partition, message_id)
        if found is None:
            raise NotFound
        return found

    find()
    return find


def _reply(user: PortalUser | StaffUser, request: NewReply) -> Reply:
    return Reply(
        body=request.body,
        id=ids.new_id("rep"),
        author_kind="client" if isinstance(user, PortalUser) else "staff",
        author_id=user.actor_id,
        author_name=user.name,
        created_at=clock.stamp(clock.now()),
    )


def _keep(
    user: PortalUser | StaffUser,
    find: Callable[[], Message],
    reply: Reply,
    tell: Callable[[Transaction, Message], None],
) -> Message:
    """Put behind whatever was answered meanwhile."""
    for left in range(_TRIES - 1, -1, -1):
        answered = rules.with_reply(find(), reply)
        try:
            with transaction() as tx:
                store.table.save(tx, answered)
                changes: dict[str, str | int | bool | None] = {"reply": reply.id}
                customer_id = answered.customer_id
                record_change(tx, user, "message.answered", answered.id, customer_id=customer_id, changes=changes)
                tell(tx, answered)
        except Conflict:
            if not left:
                raise
        else:
            break
    return answered

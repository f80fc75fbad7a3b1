"""Conversations that a person began go with the person, and the person's answers in those of others."""

from chalicelib.adapters import directory
from chalicelib.adapters.dynamodb import transaction
from chalicelib.messages import store
from chalicelib.messages.entity import Message
from chalicelib.messages.walk import walk_messages


def forget_messages(pk: str, contact_id: str) -> None:
    """Delete what this person wrote to the merchant. Doing so again changes nothing. Raises Conflict if somebody answers meanwhile."""
    for message in walk_messages(pk):
        if contact_id in message.writers:
            _forget(message, contact_id)


def _forget(message: Message, contact_id: str) -> None:
    with transaction() as tx:
        if message.author_id == contact_id:
            store.table.remove(tx, message)
            directory.leave(tx, message.tenant_id, message.id)
            return
        others = [one for one in message.replies if (one.author_kind, one.author_id) != ("client", contact_id)]
        store.table.save(tx, message.model_copy(update={"replies": others}))

"""What a conversation takes; pure."""

from chalicelib.core.errors import Conflict
from chalicelib.core.identity import SwitchedOff
from chalicelib.core.portal import PortalSettings
from chalicelib.messages.entity import MAX_REPLIES, MAX_SIGNS, Message, Reply


class ConversationFull(Conflict):
    sentence = "This conversation is as long as it can be. Please begin a new one."


def check_allowed(settings: PortalSettings) -> None:
    """Raises SwitchedOff if the merchant takes no messages here."""
    if not settings.allow_merchant_mail:
        raise SwitchedOff


def with_reply(message: Message, reply: Reply) -> Message:
    """The conversation with one more answer. Raises ConversationFull."""
    signs = len(message.body) + sum(len(one.body) for one in (*message.replies, reply))
    if len(message.replies) >= MAX_REPLIES or signs > MAX_SIGNS:
        raise ConversationFull
    return message.model_copy(update={"replies": [*message.replies, reply], "updated_at": reply.created_at})

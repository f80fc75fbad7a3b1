"""Keeping what is known of an address."""

from chalicelib.adapters.dynamodb import Transaction
from chalicelib.core import clock
from chalicelib.mailboxes import rules, store
from chalicelib.mailboxes.entity import Mailbox


def keep_mailbox(tx: Transaction, mailbox: Mailbox) -> None:
    """Keep it as it is now. Raises Conflict if somebody else changed it, or made it, since it was read."""
    keep = store.table.save if mailbox.version else store.table.add
    keep(tx, mailbox)


def clear_mailbox(tx: Transaction, mailbox: Mailbox) -> None:
    """Let mail go to it again."""
    keep_mailbox(tx, rules.clear(mailbox, clock.stamp(clock.now())))

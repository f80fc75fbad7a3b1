"""The customer's people who look after bills are told what staff did to a subscription."""

from collections.abc import Callable

from chalicelib.adapters.dynamodb import Transaction
from chalicelib.core.identity import StaffUser
from chalicelib.core.letters import Sheet
from chalicelib.core.portal import Merchant
from chalicelib.invoices.emails import Reader
from chalicelib.outbox.add import add_mail
from chalicelib.settings import settings
from chalicelib.subscriptions.entity import Subscription

Write = Callable[[Merchant, Reader, Subscription, str], Sheet]


def tell(tx: Transaction, user: StaffUser, readers: list[Reader], write: Write, one: Subscription) -> None:
    """A letter for each of them, once ``tx`` is kept."""
    for reader in readers:
        add_mail(
            tx, user.merchant, write(user.merchant, reader, one, settings().site_of(user.tenant_id)), one.customer_id
        )

"""Mails to an address that nobody has any more."""

from chalicelib.core import clock
from chalicelib.outbox import rules, store


def forget_mails(tenant_id: str, email: str, customer_id: str | None = None) -> None:
    """What waits is not sent, and of what ended badly nothing is kept: all of it, or what is about this customer.

    Doing so again changes nothing. Raises BeingDelivered while one of them is: whoever delivers it may keep to whom it was.
    """
    for entry in store.browse_to(tenant_id, email):
        about_another = customer_id is not None and entry.customer_id != customer_id
        if about_another:
            continue
        if rules.is_claimed(entry, clock.epoch()):
            raise rules.BeingDelivered
        store.keep(rules.forget(entry, clock.epoch()))

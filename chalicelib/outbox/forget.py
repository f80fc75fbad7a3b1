"""Mails to an address that nobody has any more."""

import logging

from chalicelib.core import clock
from chalicelib.core.errors import Conflict
from chalicelib.outbox import rules, store

_log = logging.getLogger("portal.outbox")


def forget_mails(tenant_id: str, email: str, customer_id: str | None = None) -> None:
    """What waits is not sent, and of what ended badly nothing is kept: all of it, or what is about this customer.

    Doing so again changes nothing.
    A mail that is being delivered at this moment is left to its worker, who keeps nothing of it once it is sent.
    """
    for entry in store.browse_to(tenant_id, email):
        about_another = customer_id is not None and entry.customer_id != customer_id
        if about_another or rules.is_claimed(entry, clock.epoch()):
            continue
        try:
            store.keep(rules.forget(entry, clock.epoch()))
        except Conflict:
            _log.info("taken meanwhile", extra={"fields": {"outbox_id": entry.id}})

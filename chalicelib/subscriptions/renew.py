"""The calendar of subscriptions: terms end, the next one is billed and charged, what was cancelled ends."""

import logging
from datetime import timedelta

from chalicelib.adapters.dynamodb import Transaction, transaction
from chalicelib.audit.record import record_change
from chalicelib.core import clock
from chalicelib.core.errors import Conflict, PortalError
from chalicelib.core.fields import Day
from chalicelib.core.identity import Machine
from chalicelib.core.portal import Merchant
from chalicelib.customers.find import find_customer
from chalicelib.invoices.issue import issue_invoice
from chalicelib.invoices.recipients import find_readers
from chalicelib.invoices.today import today_of
from chalicelib.subscriptions import rules, store
from chalicelib.subscriptions.collect import collect
from chalicelib.subscriptions.entity import Subscription
from chalicelib.subscriptions.term_invoice import draft_of_term
from chalicelib.tenants.find import Merchants

_log = logging.getLogger("portal.subscriptions")
_MOST_TERMS = 36
"""Terms that one waking catches up of one subscription: the next one goes on."""


def renew_subscriptions(request_id: str) -> None:
    """Do what the calendars say of every subscription whose day has come by its merchant's calendar.

    Each term is one transaction on the subscription as it was read: a run that ends early is continued by the next one, and
    of two at once one is refused. What cannot be done for one of them is logged and stops no other.
    """
    merchants = Merchants("subscriptions")
    for one in store.stream_due(clock.latest_today() + timedelta(days=1)):
        merchant = merchants[one.tenant_id]
        if merchant:
            _serve(one, merchant, request_id)


def _serve(found: Subscription, merchant: Merchant, request_id: str) -> None:
    """The index may be a moment behind, so the row itself is read."""
    actor = Machine(found.tenant_id, "renew_subscriptions", request_id)
    today = today_of(merchant)
    try:
        for _ in range(_MOST_TERMS):
            one = store.get(found.partition, found.id)
            if one is None or not _step(actor, merchant, one, today):
                return
    except Conflict:
        return  # somebody changed it meanwhile: it is due again at the next waking
    except PortalError as error:
        fields = {"tenant": found.tenant_id, "subscription": found.id, "code": error.code}
        _log.error("a subscription could not be renewed", extra={"fields": fields})


def _step(actor: Machine, merchant: Merchant, one: Subscription, today: Day) -> bool:
    """One thing that the calendar asks for; whether there was any."""
    if one.status == "non_renewing" and one.cancel_at and one.cancel_at < today:
        _end(actor, one)
        return True
    if one.next_billing_date and one.next_billing_date <= today:
        _bill(actor, merchant, one, today)
        return True
    return one.collecting is not None and collect(actor, merchant, one, one.collecting, today)


def _end(actor: Machine, one: Subscription) -> None:
    ended = rules.end(one, clock.stamp(clock.now()))
    with transaction() as tx:
        store.table.save(tx, ended)
        changes: dict[str, str | int | bool | None] = {"ends_on": str(ended.cancel_at)}
        record_change(tx, actor, "subscription.cancelled", one.id, customer_id=one.customer_id, changes=changes)


def _bill(actor: Machine, merchant: Merchant, one: Subscription, today: Day) -> None:
    customer = find_customer(one.tenant_id, one.customer_id)
    renewed = rules.next_term(one)
    draft = draft_of_term(renewed, merchant, customer, today)
    billed = rules.after_billing(renewed, draft.id, draft.total, today)
    kept = rules.with_event(billed, "renewed", draft.created_at)

    def beside(tx: Transaction) -> None:
        store.table.save(tx, kept)
        changes: dict[str, str | int | bool | None] = {"from": str(kept.current_term_start), "invoice": draft.id}
        record_change(tx, actor, "subscription.renewed", one.id, customer_id=one.customer_id, changes=changes)

    issue_invoice(actor, merchant, customer, draft, find_readers(customer), beside)

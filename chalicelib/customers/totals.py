"""What a customer owes in sum, changed only inside the transaction of the document or ledger row that changes it."""

from typing import Any

from chalicelib.adapters.dynamodb import Transaction
from chalicelib.core.errors import Conflict
from chalicelib.customers.entity import Customer
from chalicelib.customers.store import CustomerRow


class CustomerGone(Conflict):
    sentence = "This customer was removed."


class CreditTaken(Conflict):
    sentence = "The credit was used for something else in the meantime. Please try again."


def change_outstanding(
    tx: Transaction, tenant_id: str, customer_id: str, currency: str, by: int, *, answered: str = ""
) -> None:
    """Add ``by`` minor units (negative: less) to what the customer owes; ``answered``: an offer that is open no more.

    It is relative, so two invoices of one customer do not wait for each other; it never counts twice, because the row that
    makes the transaction unique (a ledger key, an invoice's version) stands beside it.
    """
    total: Any = CustomerRow.outstanding[currency]
    offers = [CustomerRow.offers.delete([answered])] if answered else []
    _update(tx, tenant_id, customer_id, [total.set((total | 0) + by), *offers])


def open_offer(tx: Transaction, tenant_id: str, customer_id: str, offer: str) -> None:
    """An estimate waits for the customer's answer. ``offer``: its last day and its id, so that the home page counts without
    reading estimates."""
    _update(tx, tenant_id, customer_id, [CustomerRow.offers.add([offer])])


def close_offer(tx: Transaction, tenant_id: str, customer_id: str, offer: str) -> None:
    """It waits no more."""
    _update(tx, tenant_id, customer_id, [CustomerRow.offers.delete([offer])])


def change_credit(tx: Transaction, tenant_id: str, customer_id: str, currency: str, by: int) -> None:
    """Add ``by`` minor units (negative: less) to the customer's credit."""
    total: Any = CustomerRow.credit[currency]
    _update(tx, tenant_id, customer_id, [total.set((total | 0) + by)])


def receive_payment(
    tx: Transaction, tenant_id: str, customer_id: str, currency: str, *, settled: int, credited: int
) -> None:
    """Both sums at once, for money of which a part was owed no more: one transaction may touch a row only once.

    ``credited`` below zero takes credit: the commit raises CreditTaken if there is less than that.
    """
    actions: list[Any] = []
    if settled:
        owed: Any = CustomerRow.outstanding[currency]
        actions.append(owed.set((owed | 0) - settled))
    _change(tx, tenant_id, customer_id, currency, actions, credited)


def reserve_credit(
    tx: Transaction, tenant_id: str, customer_id: str, currency: str, amount: int, *, gateway_ref: str | None = None
) -> None:
    """Take ``amount`` off the credit, for a payment that begins, and keep the gateway's id of the customer if it is new.

    Nothing is written if there is neither. The commit raises CreditTaken if there is less credit than that.
    """
    actions: list[Any] = [CustomerRow.gateway_ref.set(gateway_ref)] if gateway_ref else []
    if actions or amount:
        _change(tx, tenant_id, customer_id, currency, actions, -amount)


def _change(
    tx: Transaction, tenant_id: str, customer_id: str, currency: str, actions: list[Any], credited: int
) -> None:
    credit: Any = CustomerRow.credit[currency]
    more = [credit.set((credit | 0) + credited)] if credited else []
    _update(tx, tenant_id, customer_id, [*actions, *more], credit >= -credited if credited < 0 else None)


def mark_in_use(tx: Transaction, customer: Customer) -> None:
    """Something refers to the customer from now on; nothing is written if something did before."""
    if not customer.in_use:
        _update(tx, customer.tenant_id, customer.id, [])


def note_gateway_ref(tx: Transaction, tenant_id: str, customer_id: str, gateway_ref: str) -> None:
    """Keep the gateway's id of this customer."""
    _update(tx, tenant_id, customer_id, [CustomerRow.gateway_ref.set(gateway_ref)])


def _update(tx: Transaction, tenant_id: str, customer_id: str, actions: list[Any], enough: Any = None) -> None:
    """The version moves too, so that a whole-row save that was read before is refused instead of undoing this."""
    moved = [*actions, CustomerRow.in_use.set(True), CustomerRow.version.set(CustomerRow.version + 1)]
    row = CustomerRow(tenant_id, customer_id)
    there = CustomerRow.pk.exists()
    tx.update(
        row, moved, there if enough is None else there & enough, CustomerGone() if enough is None else CreditTaken()
    )

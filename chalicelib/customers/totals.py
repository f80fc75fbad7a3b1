"""What a customer owes in sum, changed only inside the transaction of the document or ledger row that changes it."""

from typing import Any

from chalicelib.adapters.dynamodb import Transaction
from chalicelib.core.errors import Conflict
from chalicelib.customers.entity import Customer
from chalicelib.customers.store import CustomerRow


class CustomerGone(Conflict):
    sentence = "This customer was removed."


def change_outstanding(tx: Transaction, tenant_id: str, customer_id: str, currency: str, by: int) -> None:
    """Add ``by`` minor units (negative: less) to what the customer owes.

    It is relative, so two invoices of one customer do not wait for each other; it never counts twice, because the row that
    makes the transaction unique (a ledger key, an invoice's version) stands beside it.
    """
    total: Any = CustomerRow.outstanding[currency]
    _update(tx, tenant_id, customer_id, [total.set((total | 0) + by)])


def change_credit(tx: Transaction, tenant_id: str, customer_id: str, currency: str, by: int) -> None:
    """Add ``by`` minor units (negative: less) to the customer's credit."""
    total: Any = CustomerRow.credit[currency]
    _update(tx, tenant_id, customer_id, [total.set((total | 0) + by)])


def receive_payment(
    tx: Transaction, tenant_id: str, customer_id: str, currency: str, *, settled: int, credited: int
) -> None:
    """Both sums at once, for money of which a part was owed no more: one transaction may touch a row only once."""
    actions: list[Any] = []
    if settled:
        owed: Any = CustomerRow.outstanding[currency]
        actions.append(owed.set((owed | 0) - settled))
    if credited:
        credit: Any = CustomerRow.credit[currency]
        actions.append(credit.set((credit | 0) + credited))
    _update(tx, tenant_id, customer_id, actions)


def mark_in_use(tx: Transaction, customer: Customer) -> None:
    """Something refers to the customer from now on; nothing is written if something did before."""
    if not customer.in_use:
        _update(tx, customer.tenant_id, customer.id, [])


def note_gateway_ref(tx: Transaction, tenant_id: str, customer_id: str, gateway_ref: str) -> None:
    """Keep the gateway's id of this customer."""
    _update(tx, tenant_id, customer_id, [CustomerRow.gateway_ref.set(gateway_ref)])


def _update(tx: Transaction, tenant_id: str, customer_id: str, actions: list[Any]) -> None:
    """The version moves too, so that a whole-row save that was read before is refused instead of undoing this."""
    moved = [*actions, CustomerRow.in_use.set(True), CustomerRow.version.set(CustomerRow.version + 1)]
    row = CustomerRow(tenant_id, customer_id)
    tx.update(row, moved, CustomerRow.pk.exists(), CustomerGone())

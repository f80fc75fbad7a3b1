"""What is to be paid in one go: invoices of one currency, and the customer whose credit is used first."""

from dataclasses import dataclass

from chalicelib.adapters.dynamodb import get_many
from chalicelib.core.errors import NotFound
from chalicelib.core.identity import partition
from chalicelib.customers.entity import Customer
from chalicelib.customers.find import customer_key
from chalicelib.invoices.entity import Invoice
from chalicelib.invoices.find import invoice_key
from chalicelib.payments import rules


@dataclass(frozen=True)
class Bill:
    """The invoices, those due first at the front, and the customer, all as they were read in one request."""

    invoices: list[Invoice]
    customer: Customer

    @property
    def currency(self) -> str:
        return self.invoices[0].currency

    @property
    def attempt_ids(self) -> list[str]:
        """The live attempts of the invoices, each once."""
        return list(dict.fromkeys(one.attempt_id for one in self.invoices if one.attempt_id))

    def credit_for(self, amount: int) -> int:
        """What of this amount the customer's credit pays."""
        return rules.credit_to_use(amount, self.customer.credit.get(self.currency, 0))


def find_bill(tenant_id: str, customer_id: str, invoice_ids: list[str]) -> Bill:
    """Issued invoices of the customer. Raises NotFound if one of them is not there."""
    pk = partition(tenant_id, customer_id)
    keys = [customer_key(tenant_id, customer_id), *(invoice_key(pk, invoice_id) for invoice_id in invoice_ids)]
    customer, *invoices = get_many(keys)
    if customer is None or any(one is None or one.status == "draft" for one in invoices):
        raise NotFound
    return Bill(sorted(invoices, key=lambda one: (one.due_date, one.id)), customer)

"""A desk to pay at: acme's gateway, ada's customer, an invoice, and the routes around them."""

from dataclasses import dataclass
from itertools import count
from typing import Any

import pytest

from chalicelib.invoices import store as invoice_store
from chalicelib.invoices.entity import Invoice
from chalicelib.payment_methods.entity import PaymentMethod
from chalicelib.payments import reconcile
from tests.fixtures.gateway import Bank
from tests.fixtures.http import Api, Reply
from tests.fixtures.invoices import issued_invoice
from tests.fixtures.people import Actor

_keys = count()


@dataclass
class Desk:
    """Ada pays acme's invoices here."""

    api: Api
    bank: Bank
    ada: Actor

    def invoice(self, **more: Any) -> Invoice:
        """An invoice of 119.00 EUR for ada's customer."""
        return issued_invoice(self.ada.tenant_id, "cus_one", **more)

    def card(self, token: str = "pm_card_visa") -> PaymentMethod:
        """A saved method of ada's customer."""
        return self.bank.saved_method(self.ada.tenant_id, "cus_one", token)

    def pay(
        self, invoice: Invoice, method: PaymentMethod | None = None, *, key: str = "", by: Actor | None = None, **body: Any
    ) -> Reply:  # fmt: skip
        """Pay over the API; each call has a key of its own unless it is given one."""
        sent = {**({"payment_method_id": method.id} if method else {}), **body}
        path = f"/portal/invoices/{invoice.id}/payments"
        return self.api.post(path, sent, token=(by or self.ada).token, key=key or f"key-{next(_keys)}")

    def attempt(self, reply: Reply) -> Any:
        """What has become of a payment."""
        return self.api.get(f"/portal/payment-attempts/{reply.json['id']}", token=self.ada.token).json

    def now(self, invoice: Invoice) -> Invoice:
        """The invoice as it is kept now."""
        found = invoice_store.get(invoice.partition, invoice.id)
        assert found is not None
        return found

    def reconcile(self) -> None:
        """The schedule wakes the reconciler."""
        reconcile.reconcile_payments("req_schedule")


@pytest.fixture
def desk(api: Api, bank: Bank, ada: Actor) -> Desk:
    return Desk(api, bank, ada)

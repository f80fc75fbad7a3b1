"""A client with as many invoices as wished, and the pages she opens."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.adapters.dynamodb import transaction
from chalicelib.customers.totals import change_outstanding
from chalicelib.invoices import store
from chalicelib.invoices.entity import WholeInvoice
from tests.bench.wire import Tape, recorded
from tests.fixtures.invoices import TODAY, an_issued_invoice
from tests.fixtures.people import Actor

PAGES = {
    "dashboard": "/portal/dashboard",
    "list of 25": "/portal/invoices",
    "filtered list": "/portal/invoices?status=paid",
    "list of open": "/portal/invoices?status=open",
    "detail": "/portal/invoices/{invoice}",
    "pdf": "/portal/invoices/{invoice}/pdf",
    "payments": "/portal/payments",
    "subscriptions": "/portal/subscriptions",
    "cards": "/portal/payment-methods",
    "me": "/portal/me",
}
# The budgets of docs: any list or detail 2 requests, 2 of them one after another; the dashboard 5 and 2.
REQUESTS = {name: 5 if name == "dashboard" else 3 if name == "list of open" else 2 for name in PAGES}

_OPEN = 12


def _aged(days: int) -> WholeInvoice:
    day = TODAY - timedelta(days=days)
    return an_issued_invoice(
        "ten_acme", "cus_one", number=5000 - days, paid=0 if days < _OPEN else 11900, issue_date=day,
        due_date=day + timedelta(days=14), id=f"inv_{days:026d}",
    )  # fmt: skip


@dataclass
class Desk:
    """Ada before her browser."""

    api: Any
    ada: Actor
    monkeypatch: pytest.MonkeyPatch
    kept: int = 0
    first: str = f"inv_{0:026d}"

    def keep(self, count: int) -> None:
        """One invoice a day into the past, ``count`` in all: the newest 12 are still open, the others paid."""
        invoices = [_aged(age) for age in range(self.kept, count)]
        with store.table.row.batch_write() as batch:
            for invoice in invoices:
                batch.save(store.table._row(invoice, 1))
        with store.contents.row.batch_write() as batch:
            for invoice in invoices:
                batch.save(store.contents._row(invoice.content, invoice.edition))
        if not self.kept:
            with transaction() as tx:
                change_outstanding(tx, "ten_acme", "cus_one", "EUR", _OPEN * 11900)
        self.kept = count

    def path(self, page: str) -> str:
        return PAGES[page].replace("{invoice}", self.first)

    def opens(self, page: str, *, slow: bool = False) -> Tape:
        """What goes over the wire while she opens a page; once before, so that secrets and keys are at hand."""
        token = self.ada.token
        self.api.get(self.path(page), token=token)
        with recorded(self.monkeypatch, slow=slow) as tape:
            reply = self.api.get(self.path(page), token=token)
        assert reply.status in (200, 202), reply.raw
        return tape

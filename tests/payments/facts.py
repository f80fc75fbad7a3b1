"""What is kept of acme's money at one moment, and what may come of it at the next: nothing else does."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from chalicelib.adapters.gateways.stripe_amounts import from_stripe
from chalicelib.audit.store import table as audit
from chalicelib.customers.store import table as customers
from chalicelib.invoices.entity import Invoice
from chalicelib.invoices.rules import number_of
from chalicelib.payments.entity import LedgerEntry, PaymentAttempt
from tests.fixtures.aws import backend
from tests.fixtures.books import OLD, attempts, everything, invoices, ledger
from tests.fixtures.gateway import Bank

NEXT = {
    "sent": {"viewed", "overdue", "partially_paid", "paid", "void"},
    "viewed": {"overdue", "partially_paid", "paid", "void"},
    "overdue": {"partially_paid", "paid", "void"},
    "partially_paid": {"overdue", "paid", "sent", "void"},
    "paid": set(),
    "void": set(),
}
"""What an invoice may become without money going back."""
_TOLD = {
    "refund": "payment.refunded", "refund_failed": "payment.refund_failed", "dispute": "payment.disputed", "void": "invoice.voided",
    "dispute_won": "payment.dispute_won", "dispute_lost": "payment.charged_back", "write_off": "invoice.written_off",
}  # fmt: skip


@dataclass(frozen=True)
class Facts:
    """``credit`` is what the customer has of each currency, with what open attempts have reserved; ``rows`` as they lie there."""

    invoices: dict[str, Invoice]
    ledger: dict[str, LedgerEntry]
    attempts: dict[str, PaymentAttempt]
    credit: Counter[str]
    charges: dict[str, dict[str, Any]]
    rows: dict[tuple[str, ...], Any]
    others: dict[tuple[str, ...], Any]

    def entries_since(self, before: "Facts") -> list[LedgerEntry]:
        return [entry for key, entry in self.ledger.items() if key not in before.ledger]

    def live(self, invoice_id: str) -> bool:
        """Whether a payment of the invoice is under way."""
        attempt = self.attempts.get(self.invoices[invoice_id].attempt_id or "")
        return attempt is not None and not attempt.is_final


def facts(bank: Bank) -> Facts:
    """Everything of acme's customer one, and whether anything lies elsewhere."""
    credit: Counter[str] = Counter()
    for customer in everything(customers):
        if (customer.tenant_id, customer.id) == ("ten_acme", "cus_one"):
            credit.update(customer.credit)
    known = attempts()
    for attempt in known:
        credit[attempt.currency] += 0 if attempt.is_final else attempt.credit
    return Facts(
        invoices={one.id: one for one in sorted(invoices(), key=_number) if one.customer_id == "cus_one"},
        ledger={entry.key: entry for entry in ledger()},
        attempts={attempt.id: attempt for attempt in known},
        credit=credit,
        charges={charge["id"]: charge for charge in bank.provider.charged()},
        rows={**_lying("ledger", "ten_acme"), **_lying("audit", "ten_acme")},
        others={**_others("invoices"), **_others("payments"), **_others("ledger"), **_others("attempts")},
    )


def _number(invoice: Invoice) -> str:
    return invoice.number or ""


def _lying(name: str, tenant_id: str) -> dict[tuple[str, ...], Any]:
    """A row that is changed is another object (tests/fixtures/quick_moto.py)."""
    kept = backend("dynamodb").tables[f"client-portal-test-{name}"].items
    return {
        (name, pk.value, sk.value): row
        for pk, rows in kept.items()
        if pk.value.startswith(tenant_id)
        for sk, row in rows.items()
    }


def _others(name: str) -> dict[tuple[str, ...], Any]:
    """Other customers' rows, acme's and globex's."""
    return {**_lying(name, "ten_acme#cus_two"), **_lying(name, "ten_globex")}


def check_step(before: Facts, after: Facts) -> None:
    """Raises AssertionError for a step that nothing may bring about (I1, I2, I5 to I8, I13)."""
    for key, row in before.rows.items():
        assert after.rows.get(key) is row, f"a row of {key} was changed (I13)"
    assert before.others.keys() == after.others.keys(), "something was kept for somebody else (I6)"
    assert all(after.others[key] is row for key, row in before.others.items()), "somebody else's money was touched (I6)"
    numbers = sorted(invoice.number or "" for invoice in after.invoices.values() if invoice.number)
    assert numbers == [number_of(place) for place in range(1, len(numbers) + 1)], "invoice numbers (I8)"
    new = after.entries_since(before)
    for name, invoice in before.invoices.items():
        _check_edge(invoice, after.invoices[name], new)
    _check_charges(after)
    _check_audit(after)


def _check_edge(was: Invoice, now: Invoice, new: list[LedgerEntry]) -> None:
    """I7. What goes back or was never given back moves an invoice between all that is not void."""
    moved = any(entry.kind in ("refund", "refund_failed") and _names(entry, was.id) for entry in new)
    if was.status in (now.status, "draft"):
        return
    assert now.status in NEXT[was.status] or (moved and "void" not in (was.status, now.status)), (
        was.status,
        now.status,
    )


def _names(entry: LedgerEntry, invoice_id: str) -> bool:
    return any(one.invoice_id == invoice_id for one in entry.allocations)


def _check_charges(after: Facts) -> None:
    """One succeeded charge of an attempt at most, of the sum it was for; nothing in the ledger that was not charged (I1, I2)."""
    per_attempt = Counter(charge["metadata"].get("attempt") for charge in after.charges.values())
    assert all(count == 1 for count in per_attempt.values()), f"charged twice: {per_attempt} (I1)"
    for entry in after.ledger.values():
        if entry.kind == "payment":
            charge = after.charges[entry.charge_id or ""]
            told = from_stripe(charge["amount"], charge["currency"]), charge["currency"].upper()
            attempt = after.attempts[entry.attempt_id or ""]
            assert told == (entry.amount, entry.currency) == (attempt.charged, attempt.currency), entry
    overpaid = [
        entry for entry in after.ledger.values()
        if entry.kind == "payment" and any(one.account == "customer_credit" for one in entry.postings)
    ]  # fmt: skip
    came_back = any(entry.kind == "refund_failed" for entry in after.ledger.values())
    assert not overpaid or came_back, f"more was taken than was owed: {overpaid} (I1)"


def _check_audit(after: Facts) -> None:
    """What is booked beside payments is told once; those are looked at by the books (I5)."""
    told = Counter(entry.action for entry in everything(audit) if entry.tenant_id == "ten_acme")
    booked = Counter(_TOLD[entry.kind] for entry in after.ledger.values() if entry.kind in _TOLD and entry.key != OLD)
    assert all(told[action] == booked[action] for action in _TOLD.values()), (told, booked)

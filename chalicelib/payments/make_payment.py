"""A payment and its row in the ledger, made from what came: a charge of the gateway, or credit."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from chalicelib.adapters.gateways.models import SavedMethod
from chalicelib.core import clock, ids
from chalicelib.core.portal import Merchant
from chalicelib.invoices.entity import Invoice
from chalicelib.payments import rules
from chalicelib.payments.entity import Allocation, LedgerEntry, MethodFace, Payment, PaymentAttempt


@dataclass(frozen=True)
class Charge:
    """Money the gateway took for an attempt, in minor units."""

    charge_id: str
    amount: int
    currency: str
    gateway_id: str | None = None
    method: SavedMethod | None = None


def ledger_key(charge_id: str) -> str:
    """The ledger's key of a charge: it can stand there only once."""
    return f"charge#{charge_id}"


def charge_payment(
    merchant: Merchant, attempt: PaymentAttempt, charge: Charge, invoices: list[Invoice], shares: list[int], left: int
) -> Payment:
    """The payment of a charge, without its number; ``left`` of it becomes credit."""
    face = charge.method
    return Payment(
        id=_id_of(attempt, charge.charge_id),
        method="sepa_debit" if _is_debit(attempt, face) else "card",
        face=MethodFace(brand=face.brand, last4=face.last4) if face else MethodFace(),
        amount=charge.amount,
        credited=left,
        charge_id=charge.charge_id,
        **_common(merchant, attempt, invoices, shares),
    )


def credit_payment(merchant: Merchant, attempt: PaymentAttempt, invoices: list[Invoice], shares: list[int]) -> Payment:
    """The payment of the part that credit covers, without its number."""
    return Payment(
        id=_id_of(attempt, "credit"),
        method="credit",
        amount=sum(shares),
        **_common(merchant, attempt, invoices, shares),
    )


def entry_of(payment: Payment) -> LedgerEntry:
    """Money at the gateway, or the customer's credit, becomes less debt; what nobody owes becomes credit."""
    by_credit = payment.method == "credit"
    source = "customer_credit" if by_credit else "gateway"
    return LedgerEntry(
        key=f"credit#{payment.id}" if by_credit else ledger_key(payment.charge_id or ""),
        kind="credit" if by_credit else "payment",
        at=payment.created_at,
        postings=rules.postings_of(source, payment.amount, payment.amount - payment.credited),
        allocations=payment.invoices,
        payment_id=payment.id,
        **payment.model_dump(
            include={"tenant_id", "customer_id", "date", "amount", "currency", "attempt_id", "charge_id"}
        ),
    )


def language_of(merchant: Merchant, invoice: Invoice) -> str:
    """The language of a receipt: its invoice's."""
    return invoice.language or merchant.organization.locale


def allocations(invoices: list[Invoice], shares: list[int]) -> list[Allocation]:
    """What of a payment went to which invoice, without those that got nothing."""
    return [
        Allocation(invoice_id=invoice.id, number=invoice.number or "", amount=share)
        for invoice, share in zip(invoices, shares, strict=False)
        if share
    ]


def _common(merchant: Merchant, attempt: PaymentAttempt, invoices: list[Invoice], shares: list[int]) -> dict[str, Any]:
    return {
        "tenant_id": attempt.tenant_id,
        "customer_id": attempt.customer_id,
        "number": "",
        "date": clock.today(merchant.organization.timezone),
        "currency": attempt.currency,
        "invoices": allocations(invoices, shares),
        "attempt_id": attempt.id,
        "contact_id": attempt.contact_id,
        "language": language_of(merchant, invoices[0]),
        "document_key": f"receipts/{ids.short_code(32)}.pdf",
        "created_at": clock.stamp(clock.now()),
    }


def _id_of(attempt: PaymentAttempt, source: str) -> str:
    return ids.derived_id(
        "pay", datetime.fromisoformat(attempt.created_at), attempt.tenant_id, attempt.id, source
    )  # fmt: skip


def _is_debit(attempt: PaymentAttempt, face: SavedMethod | None) -> bool:
    return (face.type if face else attempt.ask.get("method_type")) == "sepa_debit"

"""Payments over the wire."""

from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field

from chalicelib.core.fields import Day, Line, PositiveAmount
from chalicelib.core.model import Model
from chalicelib.core.page import Request
from chalicelib.invoices.entity import Invoice
from chalicelib.payments.entity import (
    Allocation,
    LedgerEntry,
    Method,
    OfflineMethod,
    Payment,
    PaymentAttempt,
    Refund,
    State,
)

ReturnPath = Annotated[
    str,
    Field(
        max_length=300,
        pattern=r"^(/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)+/?$",
        examples=["/acme/invoices/inv_01J/pay/return"],
        description="A path of the site, to which the gateway's page leads back.",
    ),
]


def _each_once(invoice_ids: list[str]) -> list[str]:
    if len(set(invoice_ids)) < len(invoice_ids):
        raise ValueError("Please name each invoice once.")
    return invoice_ids


InvoiceId = Annotated[str, Field(min_length=1, max_length=64, pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]*$")]
InvoiceIds = Annotated[
    list[InvoiceId],
    Field(min_length=1, max_length=20, examples=[["inv_01J", "inv_02J"]]),
    AfterValidator(_each_once),
]


class HowToPay(Request):
    """Without ``payment_method_id`` the answer leads to the gateway's page for a new card."""

    payment_method_id: Annotated[str | None, Field(min_length=1, max_length=64, examples=["pm_9f2c"])] = None
    save: Annotated[bool, Field(strict=True, description="Keep the new card for the next time.")] = False
    return_path: ReturnPath | None = None


class NewPayment(HowToPay):
    """How to pay an invoice; the customer's credit is used first, within ``amount``."""

    amount: Annotated[PositiveAmount | None, Field(description="Minor units; what is left to pay if left out.")] = None


class NewPayments(HowToPay):
    """Which invoices to pay in one go: all that is open of each, and of one currency. Credit is used first."""

    invoice_ids: InvoiceIds


class PaymentAttemptView(Model):
    """What has become of a payment so far; ``redirect_url`` is where the client goes on if it requires action.

    ``credit`` is the part of ``amount`` that comes from the customer's credit. ``invoice_id`` is the first of ``invoice_ids``.
    """

    id: str
    status: State
    amount: int
    currency: str
    redirect_url: str | None
    credit: int
    failure_code: str | None
    invoice_id: str
    invoice_ids: list[str]
    payment_id: str | None

    @classmethod
    def of(cls, attempt: PaymentAttempt) -> "PaymentAttemptView":
        waiting = attempt.state == "requires_action"
        return cls(
            status=attempt.state,
            redirect_url=attempt.redirect_url if waiting else None,
            invoice_id=attempt.invoice_ids[0],
            invoice_ids=attempt.invoice_ids,
            **attempt.model_dump(include={"id", "amount", "credit", "currency", "failure_code", "payment_id"}),
        )


class PaymentView(Model):
    """A payment; ``credited`` is the part that no invoice needed and that became credit."""

    id: str
    number: str
    date: Day
    method: Method
    brand: str
    last4: str
    amount: int
    currency: str
    refunded: int
    credited: int
    status: str
    reference: str
    invoices: list[Allocation]

    @classmethod
    def of(cls, payment: Payment) -> Self:
        return cls(
            brand=payment.face.brand,
            last4=payment.face.last4,
            **payment.model_dump(include=set(cls.model_fields) - {"brand", "last4"}),
        )


class PaymentMovement(Model):
    """What became of a payment: money that went back ``to`` where it came from, or to the customer's credit; or a dispute.

    ``amount`` is positive, in minor units.
    """

    date: Day
    kind: Literal["refund", "refund_failed", "dispute", "dispute_won", "dispute_lost"]
    amount: int
    to: Literal["method", "credit"]


class PaymentDetail(PaymentView):
    """A payment with what became of it, oldest first; ``refunding`` is on its way back."""

    refunding: int
    movements: list[PaymentMovement]

    @classmethod
    def told(cls, payment: Payment, entries: list[LedgerEntry]) -> Self:
        to: Literal["method", "credit"] = "credit" if payment.method == "credit" else "method"
        moved = [
            PaymentMovement.model_validate({"date": one.date, "kind": one.kind, "amount": abs(one.amount), "to": to})
            for one in entries
            if one.kind.startswith(("refund", "dispute"))
        ]
        return cls(refunding=payment.refunding, movements=moved, **PaymentView.of(payment).model_dump())


class StaffPaymentView(PaymentView):
    """A payment as staff see it: ``charge_id`` is the gateway's own id of it."""

    customer_id: str
    charge_id: str | None


class NewOfflinePayment(Request):
    """Money that came another way, in minor units of the invoice's currency; ``date`` is when it came."""

    method: OfflineMethod
    amount: PositiveAmount
    date: Day
    reference: Line = ""


class CreditUse(Request):
    """How much of the customer's credit to apply, in minor units; as much as there is and is owed if left out."""

    amount: PositiveAmount | None = None


class WriteOff(Request):
    """Why the balance is given up, for the merchant's own books."""

    reason: Line = ""


class NewRefund(Request):
    """What to give back, in minor units of the invoice's currency: of one payment, or of the newest charges first.

    The invoice stays settled; ``reopen``: what goes back is owed again.
    """

    amount: PositiveAmount
    payment_id: Annotated[str | None, Field(min_length=1, max_length=64)] = None
    reopen: Annotated[bool, Field(strict=True)] = False


class RefundPart(Model):
    """What of a refund went back of one payment."""

    payment_id: str
    amount: int
    status: str


class RefundView(Model):
    """Money that went back, and of which payments; what the gateway refused is among them as ``failed``, and not in ``amount``."""

    id: str
    invoice_id: str
    status: str
    amount: int
    currency: str
    reopen: bool
    payments: list[RefundPart]

    @classmethod
    def of(cls, invoice: Invoice, refunds: list[Refund]) -> Self:
        first = next((one for one in refunds if one.state != "failed"), refunds[0])
        parts = [RefundPart(payment_id=one.payment_id, amount=one.amount, status=one.state) for one in refunds]
        return cls(
            id=refunds[0].id,
            invoice_id=invoice.id,
            status=first.state,
            amount=sum(one.amount for one in refunds if one.state != "failed"),
            currency=first.currency,
            reopen=first.reopen,
            payments=parts,
        )


class EventAnswer(Model):
    """What was done with an event of the gateway: ``done``, or ``ignored`` because it is of no concern here."""

    result: str

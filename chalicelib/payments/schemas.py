"""Payments over the wire."""

from typing import Annotated, Self

from pydantic import Field

from chalicelib.core.fields import Day, Line, PositiveAmount
from chalicelib.core.model import Model
from chalicelib.core.page import Request
from chalicelib.payments.entity import Allocation, Method, OfflineMethod, Payment, PaymentAttempt, State

ReturnPath = Annotated[
    str,
    Field(
        max_length=300,
        pattern=r"^(/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)+/?$",
        examples=["/acme/invoices/inv_01J/pay/return"],
        description="A path of the site, to which the gateway's page leads back.",
    ),
]


class NewPayment(Request):
    """How to pay an invoice. Without ``payment_method_id`` the answer leads to the gateway's page for a new card."""

    amount: Annotated[PositiveAmount | None, Field(description="Minor units; what is left to pay if left out.")] = None
    payment_method_id: Annotated[str | None, Field(min_length=1, max_length=64, examples=["pm_9f2c"])] = None
    save: Annotated[bool, Field(strict=True, description="Keep the new card for the next time.")] = False
    return_path: ReturnPath | None = None


class PaymentAttemptView(Model):
    """What has become of a payment so far; ``redirect_url`` is where the client goes on if it requires action."""

    id: str
    status: State
    amount: int
    currency: str
    redirect_url: str | None
    failure_code: str | None
    invoice_id: str
    payment_id: str | None

    @classmethod
    def of(cls, attempt: PaymentAttempt) -> "PaymentAttemptView":
        waiting = attempt.state == "requires_action"
        return cls(
            status=attempt.state,
            redirect_url=attempt.redirect_url if waiting else None,
            **attempt.model_dump(include={"id", "amount", "currency", "failure_code", "invoice_id", "payment_id"}),
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


class EventAnswer(Model):
    """What was done with an event of the gateway: ``done``, or ``ignored`` because it is of no concern here."""

    result: str

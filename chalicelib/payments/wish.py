"""What a client wants to pay, read from the request and checked against what is known of the customer."""

from dataclasses import dataclass
from datetime import datetime

from chalicelib.core import ids
from chalicelib.core.deferred import raise_deferred
from chalicelib.core.errors import Invalid
from chalicelib.core.identity import Caller, PortalUser
from chalicelib.invoices.entity import Invoice
from chalicelib.payment_methods.entity import PaymentMethod
from chalicelib.payment_methods.find import find_payment_method
from chalicelib.payments.entity import PaymentAttempt
from chalicelib.payments.schemas import NewPayment


@dataclass(frozen=True)
class Wish:
    """``attempt_id`` follows from who asks, the invoice and the Idempotency-Key: a request that is repeated finds its attempt."""

    attempt_id: str
    asked_amount: int | None
    amount: int
    method: PaymentMethod | None
    save: bool
    return_path: str

    def is_repeated_by(self, attempt: PaymentAttempt) -> bool:
        """Whether this request may be the one that began the attempt (what was left to pay may be another sum by now)."""
        method_id = self.method.id if self.method else None
        same_amount = self.asked_amount in (None, attempt.amount)
        return same_amount and (method_id, self.save) == (attempt.method_id, attempt.save_method)

    def is_like(self, attempt: PaymentAttempt, invoice: Invoice) -> bool:
        """Whether the attempt is for the very same payment of the invoice as it stands."""
        same_debt = (self.amount, invoice.generation) == (attempt.amount, attempt.generation)
        return same_debt and self.is_repeated_by(attempt)


def read_wish(user: PortalUser, caller: Caller, invoice: Invoice, request: NewPayment) -> Wish:
    """The wish of a request. Raises Invalid naming ``payment_method_id`` for a method that is not the customer's."""
    method_id = request.payment_method_id
    raise_deferred()
    method = find_payment_method(user.partition, method_id) if method_id else None
    if method_id and method is None:
        raise Invalid([("payment_method_id", "This payment method is not known.")])
    return Wish(
        attempt_id=_attempt_id(user, caller, invoice),
        asked_amount=request.amount,
        amount=request.amount or invoice.balance,
        method=method,
        save=request.save and method is None,
        return_path=request.return_path or f"/{user.settings.portal_name}/invoices/{invoice.id}/pay/return",
    )


def _attempt_id(user: PortalUser, caller: Caller, invoice: Invoice) -> str:
    made = datetime.fromisoformat(invoice.created_at)
    key = caller.idempotency_key or ""
    return ids.derived_id("att", made, user.tenant_id, user.contact_id, invoice.id, key)

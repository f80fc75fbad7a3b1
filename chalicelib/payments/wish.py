"""What a client wants to pay, read from the request and checked against what is known of the customer."""

from dataclasses import dataclass
from datetime import datetime

from chalicelib.core import ids
from chalicelib.core.deferred import raise_deferred
from chalicelib.core.identity import Caller, PortalUser
from chalicelib.payment_methods.entity import PaymentMethod
from chalicelib.payment_methods.find import check_named_method
from chalicelib.payments.bill import Bill
from chalicelib.payments.entity import Part, PaymentAttempt
from chalicelib.payments.schemas import HowToPay


@dataclass(frozen=True)
class Wish:
    """``attempt_id`` follows from who asks, the invoices and the Idempotency-Key: a request that is repeated finds its attempt.

    ``credit`` is what of the amount is taken from the customer's credit. ``off_session``: nobody is there to answer the bank.
    """

    attempt_id: str
    asked_amount: int | None
    parts: list[Part]
    credit: int
    method: PaymentMethod | None
    save: bool
    return_path: str
    off_session: bool = False

    @property
    def amount(self) -> int:
        return sum(part.amount for part in self.parts)

    def is_repeated_by(self, attempt: PaymentAttempt) -> bool:
        """Whether this request may be the one that began the attempt (what was left to pay may be another sum by now)."""
        method_id = self.method.id if self.method else None
        same_amount = self.asked_amount in (None, attempt.amount)
        return same_amount and (method_id, self.save) == (attempt.method_id, attempt.save_method)

    def is_like(self, attempt: PaymentAttempt) -> bool:
        """Whether the attempt is for the very same payment of the invoices as they stand."""
        return self.parts == attempt.parts and self.is_repeated_by(attempt)


def read_wish(user: PortalUser, caller: Caller, bill: Bill, request: HowToPay, amount: int | None = None) -> Wish:
    """The wish of a request. Raises Invalid naming ``payment_method_id`` for a method that is not the customer's, or cannot pay it.

    ``amount`` is what of a single invoice is to be paid; None: all that is open.
    """
    method_id = request.payment_method_id
    raise_deferred()
    method = check_named_method(user.partition, method_id, bill.currency) if method_id else None
    parts = parts_of(bill, amount)
    first = bill.invoices[0]
    return Wish(
        attempt_id=_attempt_id(user, caller, bill),
        asked_amount=amount,
        parts=parts,
        credit=bill.credit_for(sum(part.amount for part in parts)),
        method=method,
        save=request.save and method is None,
        return_path=request.return_path or f"/{user.settings.portal_name}/invoices/{first.id}/pay/return",
    )


def parts_of(bill: Bill, amount: int | None = None) -> list[Part]:
    """What goes to each invoice of the bill: ``amount`` to the one there is, or each one's balance."""
    return [
        Part(invoice_id=one.id, number=one.number or "", generation=one.generation, amount=amount or one.balance)
        for one in bill.invoices
    ]


def _attempt_id(user: PortalUser, caller: Caller, bill: Bill) -> str:
    made = datetime.fromisoformat(bill.invoices[0].created_at)
    key = caller.idempotency_key or ""
    invoice_ids = [invoice.id for invoice in bill.invoices]
    return ids.derived_id("att", made, user.tenant_id, user.contact_id, *invoice_ids, key)

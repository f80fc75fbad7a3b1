"""A client pays an invoice: with a saved method at once, or with a new card on the gateway's page."""

from chalicelib.core.answer import Answer
from chalicelib.core.identity import Caller, PortalUser
from chalicelib.payments.bill import Bill, find_bill
from chalicelib.payments.pay import pay_bill
from chalicelib.payments.schemas import NewPayment, PaymentAttemptView
from chalicelib.payments.wish import Wish, read_wish


def pay_invoice(user: PortalUser, caller: Caller, invoice_id: str, request: NewPayment) -> Answer[PaymentAttemptView]:
    """Pay what is open, or a part of it. 201 if the money came, 202 if the client or the bank is asked; PaymentDeclined is 402.

    All tabs that pay the same share one attempt. Whatever is lost on the way, an event of the gateway or the reconciler
    finishes it, and the same request under the same key finds it again.
    """
    bill = find_bill(user.tenant_id, user.customer_id, [invoice_id])
    user.must_be("billing")

    def wish_for(bill: Bill) -> Wish:
        return read_wish(user, caller, bill, request, request.amount)

    return pay_bill(user, bill, wish_for)

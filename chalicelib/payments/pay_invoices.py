"""A client pays several invoices of one currency in one go."""

from chalicelib.core.answer import Answer
from chalicelib.core.errors import Invalid, NotFound
from chalicelib.core.identity import Caller, PortalUser
from chalicelib.payments import rules
from chalicelib.payments.bill import Bill, find_bill
from chalicelib.payments.pay import pay_bill
from chalicelib.payments.schemas import NewPayments, PaymentAttemptView
from chalicelib.payments.wish import Wish, read_wish


def pay_invoices(user: PortalUser, caller: Caller, request: NewPayments) -> Answer[PaymentAttemptView]:
    """Pay all that is open of them, those due first at the front: all become paid, or none does.

    Raises Invalid naming ``invoice_ids`` for an invoice that is not the customer's, and for several currencies.
    """
    user.must_be("billing")
    try:
        bill = find_bill(user.tenant_id, user.customer_id, request.invoice_ids)
    except NotFound:
        raise Invalid([("invoice_ids", "One of these invoices is not known.")]) from None
    if len({invoice.currency for invoice in bill.invoices}) > 1:
        raise rules.SeveralCurrencies

    def wish_for(bill: Bill) -> Wish:
        return read_wish(user, caller, bill, request)

    return pay_bill(user, bill, wish_for)

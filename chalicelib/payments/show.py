"""A client looks at one payment."""

from chalicelib.core.errors import NotFound
from chalicelib.core.identity import PortalUser
from chalicelib.payments import store
from chalicelib.payments.schemas import PaymentView


def show_payment(user: PortalUser, payment_id: str) -> PaymentView:
    """One of the customer's payments."""
    payment = store.get_payment(user.partition, payment_id)
    if payment is None:
        raise NotFound
    return PaymentView.of(payment)

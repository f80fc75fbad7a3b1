"""A client looks at one payment."""

from chalicelib.core.errors import NotFound
from chalicelib.core.identity import PortalUser
from chalicelib.payments import store
from chalicelib.payments.schemas import PaymentDetail


def show_payment(user: PortalUser, payment_id: str) -> PaymentDetail:
    """One of the customer's payments, with what became of it; what never went by the gateway can only have been refunded."""
    payment = store.get_payment(user.partition, payment_id)
    if payment is None:
        raise NotFound
    moved = store.query_moved(payment) if payment.charge_id or payment.refunded else []
    return PaymentDetail.told(payment, moved)

"""A client looks what became of a payment: after the way back from the gateway's page, or while the bank takes its time."""

from chalicelib.core.errors import NotFound
from chalicelib.core.identity import PortalUser
from chalicelib.payments import store
from chalicelib.payments.schemas import PaymentAttemptView


def show_payment_attempt(user: PortalUser, attempt_id: str) -> PaymentAttemptView:
    """One of the customer's attempts as it is kept."""
    attempt = store.get_attempt(user.partition, attempt_id)
    if attempt is None:
        raise NotFound
    return PaymentAttemptView.of(attempt)

"""Finding a saved payment method, for other slices."""

from chalicelib.payment_methods import store
from chalicelib.payment_methods.entity import PaymentMethod


def find_payment_method(pk: str, method_id: str) -> PaymentMethod | None:
    """The customer's method of this id, or None."""
    return store.get(pk, method_id)

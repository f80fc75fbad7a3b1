"""Every saved payment method of a customer, for what goes through all of them."""

from collections.abc import Iterator

from chalicelib.payment_methods import store
from chalicelib.payment_methods.entity import PaymentMethod


def walk_payment_methods(pk: str, after: str | None = None) -> Iterator[PaymentMethod]:
    """The customer's methods in the order of their ids, from behind the id ``after``."""
    found = sorted(store.browse(pk), key=lambda method: method.id)
    return (method for method in found if after is None or method.id > after)

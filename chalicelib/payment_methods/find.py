"""Finding a saved payment method, for other slices."""

from chalicelib.core.errors import Invalid
from chalicelib.payment_methods import store
from chalicelib.payment_methods.entity import PaymentMethod

_LONGEST_LINE = 50


def find_payment_method(pk: str, method_id: str) -> PaymentMethod | None:
    """The customer's method of this id, or None; one that was replaced is none any more."""
    found = store.get(pk, method_id)
    return found if found and found.replaced_by is None else None


def find_payment_methods(pk: str) -> list[PaymentMethod]:
    """The customer's methods that can be used, the default first."""
    return store.browse(pk)


def check_named_method(pk: str, method_id: str, currency: str) -> PaymentMethod:
    """The method that a request names to pay money of this currency. Raises Invalid naming ``payment_method_id``."""
    found = find_payment_method(pk, method_id)
    if found is None:
        raise Invalid([("payment_method_id", "This payment method is not known.")])
    if not found.takes(currency):
        raise Invalid([("payment_method_id", "A bank account pays euros only. Please choose a card.")])
    return found


def find_current_method(pk: str, method_id: str) -> PaymentMethod | None:
    """The method of this id, or the one that stands in its place by now: for what was agreed once and goes on."""
    line = _line(pk, method_id)
    return line[-1] if line and line[-1].replaced_by is None else None


def find_replaced_methods(pk: str, method_id: str) -> list[PaymentMethod]:
    """The method of this id and those after it, without the one that is used now."""
    return [method for method in _line(pk, method_id) if method.replaced_by]


def _line(pk: str, method_id: str) -> list[PaymentMethod]:
    found: list[PaymentMethod] = []
    following: str | None = method_id
    while following and len(found) < _LONGEST_LINE:
        method = store.get(pk, following)
        if method is None:
            break
        found.append(method)
        following = method.replaced_by
    return found

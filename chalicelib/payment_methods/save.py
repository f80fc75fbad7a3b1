"""Keeping a payment method that the client saved on the gateway's page."""

from chalicelib.adapters.dynamodb import Transaction
from chalicelib.adapters.gateways.models import SavedMethod
from chalicelib.core import clock
from chalicelib.core.errors import Conflict
from chalicelib.core.identity import partition
from chalicelib.payment_methods import store
from chalicelib.payment_methods.entity import FirstMethod, PaymentMethod, id_of


class MethodsChanged(Conflict):
    """Somebody else saved a method between the reading and the writing: the caller reads again and repeats."""


def can_be_saved(pk: str, face: SavedMethod) -> bool:
    """Whether it can be charged again, and there is room for one more."""
    return face.type != "other" and face.gateway_customer is not None and len(store.browse(pk)) < store.MOST


def save_payment_method(tx: Transaction, tenant_id: str, customer_id: str, face: SavedMethod) -> PaymentMethod | None:
    """Keep the method in ``tx``, as the default if it is the first. None if it is kept already or cannot be charged again."""
    if face.type == "other" or face.gateway_customer is None:
        return None
    known = store.browse(partition(tenant_id, customer_id))
    if len(known) >= store.MOST or any(method.gateway_id == face.id for method in known):
        return None
    method = method_of(tenant_id, customer_id, face, is_default=not known)
    store.table.add(tx, method, MethodsChanged())
    if method.is_default:
        _be_the_first(tx, tenant_id, customer_id)
    return method


def method_of(tenant_id: str, customer_id: str, face: SavedMethod, *, is_default: bool) -> PaymentMethod:
    """The method as it is kept."""
    return PaymentMethod(
        tenant_id=tenant_id,
        customer_id=customer_id,
        id=id_of(face.id),
        is_default=is_default,
        gateway_id=face.id,
        gateway_customer=face.gateway_customer or "",
        created_at=clock.stamp(clock.now()),
        **face.model_dump(include={"type", "brand", "last4", "exp_month", "exp_year", "mandate"}),
    )


def _be_the_first(tx: Transaction, tenant_id: str, customer_id: str) -> None:
    """Of two methods that are first at the same time, one has to read again and finds the other."""
    found = store.get_first(partition(tenant_id, customer_id))
    first = found or FirstMethod(tenant_id=tenant_id, customer_id=customer_id)
    (store.firsts.save if found else store.firsts.add)(tx, first, MethodsChanged())

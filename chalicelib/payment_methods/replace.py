"""A method takes another one's place: the old one stays as a trace, so that whoever still names it finds the new one."""

from chalicelib.adapters.dynamodb import Transaction
from chalicelib.adapters.gateways.models import SavedMethod
from chalicelib.payment_methods import store
from chalicelib.payment_methods.entity import PaymentMethod
from chalicelib.payment_methods.save import MethodsChanged, method_of


def replace_method(tx: Transaction, old: PaymentMethod, face: SavedMethod) -> PaymentMethod | None:
    """Keep the new method in ``tx``, as the default if the old one was. None if it is the old one, or cannot be charged again."""
    if face.type == "other" or face.gateway_customer is None or old.gateway_id == face.id:
        return None
    new = method_of(old.tenant_id, old.customer_id, face, is_default=old.is_default)
    store.table.add(tx, new, MethodsChanged())
    gone = old.model_copy(update={"replaced_by": new.id, "is_default": False})
    store.table.save(tx, gone, MethodsChanged())
    return new

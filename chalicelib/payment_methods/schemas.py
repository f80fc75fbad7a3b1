"""Payment methods over the wire."""

from chalicelib.core.model import Model
from chalicelib.payment_methods.entity import PaymentMethod, Type


class PaymentMethodView(Model):
    """A saved method: enough to recognise it by; ``mandate`` is the reference that the bank's statements name."""

    id: str
    type: Type
    brand: str
    last4: str
    exp_month: int | None
    exp_year: int | None
    mandate: str
    is_default: bool

    @classmethod
    def of(cls, method: PaymentMethod) -> "PaymentMethodView":
        return cls.model_validate(method.model_dump(include=set(cls.model_fields)))

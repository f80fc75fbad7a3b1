"""The payment_methods table: one partition a customer, never more than a handful of rows in it."""

from pynamodb.attributes import BooleanAttribute, NumberAttribute, UnicodeAttribute

from chalicelib.adapters.dynamodb import Row, Table, table_name
from chalicelib.core.identity import partition
from chalicelib.payment_methods.entity import FirstMethod, PaymentMethod

MOST = 100
_FIRST = "FIRST"
_AT_ONCE = 60


class PaymentMethodRow(Row):
    class Meta:
        table_name = table_name("payment_methods")

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    tenant_id = UnicodeAttribute()
    customer_id = UnicodeAttribute()
    id = UnicodeAttribute(null=True)
    type = UnicodeAttribute(null=True)
    brand = UnicodeAttribute(null=True)
    last4 = UnicodeAttribute(null=True)
    exp_month = NumberAttribute(null=True)
    exp_year = NumberAttribute(null=True)
    mandate = UnicodeAttribute(null=True)
    is_default = BooleanAttribute(null=True)
    gateway_id = UnicodeAttribute(null=True)
    gateway_customer = UnicodeAttribute(null=True)
    replaced_by = UnicodeAttribute(null=True)
    created_at = UnicodeAttribute(null=True)


def _keys(method: PaymentMethod) -> dict[str, str | None]:
    return {"pk": partition(method.tenant_id, method.customer_id), "sk": method.id}


table = Table(PaymentMethodRow, PaymentMethod, _keys)
firsts = Table(
    PaymentMethodRow,
    FirstMethod,
    lambda first: {"pk": partition(first.tenant_id, first.customer_id), "sk": _FIRST},
)


def get(pk: str, method_id: str) -> PaymentMethod | None:
    """The method, or None."""
    return table.get(pk, method_id) if method_id.startswith("pm_") else None


def browse(pk: str) -> list[PaymentMethod]:
    """All methods of the customer that can be used, the default first, then the newest first."""
    found = table.query(pk, PaymentMethodRow.sk.startswith("pm_"), limit=MOST)
    found = [method for method in found if method.replaced_by is None]
    newest_first = sorted(found, key=lambda method: (method.created_at, method.id), reverse=True)
    return sorted(newest_first, key=lambda method: not method.is_default)


def browse_all(pk: str) -> list[PaymentMethod]:
    """The customer's methods and those that were replaced; no more of them than a transaction takes."""
    return table.query(pk, PaymentMethodRow.sk.startswith("pm_"), limit=_AT_ONCE)


def get_first(pk: str) -> FirstMethod | None:
    """The row that stands there since the first method."""
    return firsts.get(pk, _FIRST)

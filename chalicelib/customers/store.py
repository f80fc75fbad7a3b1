"""The customers table: one partition a tenant, sorted by name in an index."""

import unicodedata

from pynamodb.attributes import BooleanAttribute, MapAttribute, UnicodeAttribute
from pynamodb.indexes import AllProjection, GlobalSecondaryIndex

from chalicelib.adapters.dynamodb import JSON, Row, Slot, Table, table_name
from chalicelib.customers.entity import Customer


class ByName(GlobalSecondaryIndex["CustomerRow"]):
    class Meta:
        index_name = "by_name"
        projection = AllProjection()

    pk = UnicodeAttribute(hash_key=True)
    by_name_sk = UnicodeAttribute(range_key=True)


class CustomerRow(Row):
    class Meta:
        table_name = table_name("customers")

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    by_name_sk = UnicodeAttribute(null=True)
    by_name = ByName()
    tenant_id = UnicodeAttribute()
    id = UnicodeAttribute()
    display_name = UnicodeAttribute()
    company_name = UnicodeAttribute(null=True)
    email = UnicodeAttribute(null=True)
    phone = UnicodeAttribute(null=True)
    currency = UnicodeAttribute()
    tax_id = UnicodeAttribute(null=True)
    language = UnicodeAttribute()
    billing_address = JSON()
    shipping_address = JSON()
    outstanding: MapAttribute[str, int] = MapAttribute()
    credit: MapAttribute[str, int] = MapAttribute()
    in_use = BooleanAttribute()
    gateway_ref = UnicodeAttribute(null=True)
    created_at = UnicodeAttribute()


def normal_name(name: str) -> str:
    """A name as it is sorted and searched: no case, no accents, single spaces."""
    plain = "".join(char for char in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(char))
    return " ".join(plain.split())


def _keys(customer: Customer) -> dict[str, str | None]:
    return {
        "pk": customer.tenant_id,
        "sk": customer.id,
        "by_name_sk": f"{normal_name(customer.display_name)}#{customer.id}",
    }


table = Table(CustomerRow, Customer, _keys)


def get(tenant_id: str, customer_id: str) -> Customer | None:
    """The customer, or None."""
    return table.get(tenant_id, customer_id)


def browse(tenant_id: str, prefix: str, limit: int, after: Slot | None) -> tuple[list[Customer], Slot | None]:
    """Customers by name; ``prefix`` is the beginning of the name."""
    condition = CustomerRow.by_name_sk.startswith(normal_name(prefix)) if prefix else None
    return table.page(tenant_id, condition, index="by_name", limit=limit, after=after)

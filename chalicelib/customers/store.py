"""The customers table: one partition a tenant, sorted by name in one index and by e-mail address in another."""

import unicodedata
from collections.abc import Iterator

from pynamodb.attributes import BooleanAttribute, MapAttribute, UnicodeAttribute, UnicodeSetAttribute
from pynamodb.indexes import AllProjection, GlobalSecondaryIndex

from chalicelib.adapters.dynamodb import JSON, Row, Slot, Table, table_name
from chalicelib.customers.entity import Customer


class ByName(GlobalSecondaryIndex["CustomerRow"]):
    class Meta:
        index_name = "by_name"
        projection = AllProjection()

    pk = UnicodeAttribute(hash_key=True)
    by_name_sk = UnicodeAttribute(range_key=True)


class ByEmail(GlobalSecondaryIndex["CustomerRow"]):
    """Sparse: customers without an address are not in it."""

    class Meta:
        index_name = "by_email"
        projection = AllProjection()

    pk = UnicodeAttribute(hash_key=True)
    by_email_sk = UnicodeAttribute(range_key=True)


class CustomerRow(Row):
    class Meta:
        table_name = table_name("customers")

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    by_name_sk = UnicodeAttribute(null=True)
    by_name = ByName()
    by_email_sk = UnicodeAttribute(null=True)
    by_email = ByEmail()
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
    offers = UnicodeSetAttribute(null=True)
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
        "by_email_sk": f"{customer.email}#{customer.id}" if customer.email else None,
    }


table = Table(CustomerRow, Customer, _keys)


def get(tenant_id: str, customer_id: str) -> Customer | None:
    """The customer, or None."""
    return table.get(tenant_id, customer_id)


def place(customer: Customer, index: str) -> Slot:
    """Where the customer stands in ``by_name`` or ``by_email``."""
    return Slot({"sk": customer.id, f"{index}_sk": str(_keys(customer)[f"{index}_sk"])})


def stream_names(tenant_id: str, prefix: str, after: Slot | None, page: int) -> Iterator[Customer]:
    """Customers by name, read page by page as far as the reader goes; ``prefix`` is the beginning of the name."""
    return _stream("by_name", tenant_id, normal_name(prefix), after, page)


def stream_emails(tenant_id: str, prefix: str, after: Slot | None, page: int) -> Iterator[Customer]:
    """Customers by e-mail address, likewise; addresses are kept in lower case."""
    return _stream("by_email", tenant_id, prefix.lower(), after, page)


def _stream(index: str, tenant_id: str, prefix: str, after: Slot | None, page: int) -> Iterator[Customer]:
    condition = getattr(CustomerRow, f"{index}_sk").startswith(prefix) if prefix else None
    return table.stream(tenant_id, condition, index=index, page=page, after=after)

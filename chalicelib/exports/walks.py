"""Ways through everything of a tenant or customer that can be taken up again at any place."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import NamedTuple

from pydantic import BaseModel

from chalicelib.audit.walk import walk_changes
from chalicelib.core import clock
from chalicelib.core.identity import partition
from chalicelib.customers.walk import walk_customers
from chalicelib.exports.entity import Place
from chalicelib.gateway.find import find_connection
from chalicelib.tenants.find import find_tenant


class Found(NamedTuple):
    """A record, and the place behind it."""

    record: BaseModel
    within: str
    after: str


Walk = Callable[[str, Place], Iterator[Found]]
"""Everything of this kind from behind this place, of the tenant or customer whose partition it is told."""


def of_partition(walk: Callable[[str, str | None], Iterator[BaseModel]], key: str) -> Walk:
    """What lies at the tenant, or at the customer, itself, by its field ``key``."""

    def found(pk: str, place: Place) -> Iterator[Found]:
        for record in walk(pk, place.after or None):
            yield Found(record, "", str(getattr(record, key)))

    return found


def of_customers(walk: Callable[[str, str | None], Iterator[BaseModel]], key: str) -> Walk:
    """What lies at each customer, one customer after the other, by its field ``key``."""

    def found(tenant_id: str, place: Place) -> Iterator[Found]:
        if place.within:
            yield from at(tenant_id, place.within, place.after)
        for customer in walk_customers(tenant_id, place.within or None):
            yield from at(tenant_id, customer.id, "")

    def at(tenant_id: str, customer_id: str, after: str) -> Iterator[Found]:
        for record in walk(partition(tenant_id, customer_id), after or None):
            yield Found(record, customer_id, str(getattr(record, key)))

    return found


def merchant(tenant_id: str, place: Place) -> Iterator[Found]:
    """The tenant itself."""
    if not place.after:
        yield Found(find_tenant(tenant_id), "", tenant_id)


def nothing(tenant_id: str, place: Place) -> Iterator[Found]:
    """What is told as part of something else is not gone through by itself."""
    yield from ()


def gateway(tenant_id: str, place: Place) -> Iterator[Found]:
    """The tenant's account at the gateway, if there is one."""
    connection = None if place.after else find_connection(tenant_id)
    if connection:
        yield Found(connection, "", tenant_id)


def changes(tenant_id: str, place: Place) -> Iterator[Found]:
    """Every change since the tenant began, month by month."""
    begun = place.within or find_tenant(tenant_id).created_at[:7]
    for month in _months(begun):
        after = place.after if month == place.within else ""
        for record in walk_changes(tenant_id, month, after or None):
            yield Found(record, month, record.id)


def _months(first: str) -> Iterator[str]:
    """From ``first`` (``YYYY-MM``) to this one, in UTC."""
    month, last = date.fromisoformat(f"{first}-01"), clock.now().date()
    while month <= last:
        yield f"{month:%Y-%m}"
        month = date(month.year + month.month // 12, month.month % 12 + 1, 1)

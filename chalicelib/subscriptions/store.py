"""The subscriptions table: one partition a customer; those that renew stand in the ``due`` index, on 16 shards."""

import zlib
from collections.abc import Iterator
from datetime import timedelta

from pynamodb.attributes import BooleanAttribute, NumberAttribute, UnicodeAttribute
from pynamodb.indexes import AllProjection, GlobalSecondaryIndex, LocalSecondaryIndex

from chalicelib.adapters.dynamodb import JSON, Row, Slot, Table, table_name
from chalicelib.core.fields import Day
from chalicelib.subscriptions.entity import Subscription

SHARDS = 16


class ByStatus(LocalSecondaryIndex["SubscriptionRow"]):
    class Meta:
        index_name = "by_status"
        projection = AllProjection()

    pk = UnicodeAttribute(hash_key=True)
    by_status_sk = UnicodeAttribute(range_key=True)


class Due(GlobalSecondaryIndex["SubscriptionRow"]):
    class Meta:
        index_name = "due"
        projection = AllProjection()

    due_pk = UnicodeAttribute(hash_key=True)
    due_sk = UnicodeAttribute(range_key=True)


class ByTenant(GlobalSecondaryIndex["SubscriptionRow"]):
    class Meta:
        index_name = "by_tenant"
        projection = AllProjection()

    by_tenant_pk = UnicodeAttribute(hash_key=True)
    by_tenant_sk = UnicodeAttribute(range_key=True)


class SubscriptionRow(Row):
    class Meta:
        table_name = table_name("subscriptions")

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    by_status_sk = UnicodeAttribute(null=True)
    due_pk = UnicodeAttribute(null=True)
    due_sk = UnicodeAttribute(null=True)
    by_tenant_pk = UnicodeAttribute(null=True)
    by_tenant_sk = UnicodeAttribute(null=True)
    by_status = ByStatus()
    due = Due()
    by_tenant = ByTenant()
    tenant_id = UnicodeAttribute()
    customer_id = UnicodeAttribute()
    id = UnicodeAttribute()
    plan_code = UnicodeAttribute()
    plan_name = UnicodeAttribute()
    quantity = NumberAttribute()
    amount = NumberAttribute()
    currency = UnicodeAttribute()
    tax_rate = UnicodeAttribute()
    setup_fee = NumberAttribute()
    interval = UnicodeAttribute()
    interval_count = NumberAttribute()
    status = UnicodeAttribute()
    trial = BooleanAttribute()
    created_at = UnicodeAttribute()
    anchor = UnicodeAttribute()
    term = NumberAttribute()
    current_term_start = UnicodeAttribute()
    current_term_end = UnicodeAttribute()
    next_billing_date = UnicodeAttribute(null=True)
    cancel_at = UnicodeAttribute(null=True)
    ending = JSON(null=True)
    pending = JSON(null=True)
    paused_at = UnicodeAttribute(null=True)
    collection = UnicodeAttribute()
    payment_method_id = UnicodeAttribute(null=True)
    collecting = JSON(null=True)
    history = JSON()


def _keys(one: Subscription) -> dict[str, str | None]:
    shard = zlib.crc32(one.id.encode()) % SHARDS
    due = _due(one)
    return {
        "pk": one.partition,
        "sk": one.id,
        "by_status_sk": f"{one.status}#{one.id}",
        "due_pk": f"{shard:02}" if due else None,
        "due_sk": f"{due}#{one.tenant_id}#{one.customer_id}#{one.id}" if due else None,
        "by_tenant_pk": one.tenant_id,
        "by_tenant_sk": one.id,
    }


def _due(one: Subscription) -> Day | None:
    """The day on which the calendar does something: bills the next term, ends what was cancelled, or looks after a charge."""
    if one.collecting:
        return one.collecting.since
    if one.status == "non_renewing" and one.cancel_at:
        return one.cancel_at + timedelta(days=1)
    return one.next_billing_date


table = Table(SubscriptionRow, Subscription, _keys)


def get(pk: str, subscription_id: str) -> Subscription | None:
    """The subscription, or None."""
    return table.get(pk, subscription_id)


def browse(pk: str, status: str | None, limit: int, after: Slot | None) -> tuple[list[Subscription], Slot | None]:
    """A customer's subscriptions, newest first."""
    if status is None:
        return table.page(pk, limit=limit, newest_first=True, after=after)
    condition = SubscriptionRow.by_status_sk.startswith(f"{status}#")
    return table.page(pk, condition, index="by_status", limit=limit, newest_first=True, after=after)


def stream(pk: str) -> Iterator[Subscription]:
    """All of a customer's subscriptions."""
    return table.stream(pk)


def browse_live(pk: str) -> list[Subscription]:
    """A customer's subscriptions that renew, at most 25: the home page wants the next date of them."""
    condition = SubscriptionRow.by_status_sk.startswith("live#")
    return table.query(pk, condition, index="by_status", limit=25)


def browse_going_on(pk: str) -> list[Subscription]:
    """A customer's subscriptions that have not ended, at most 100: by name, the states that have come before all others."""
    condition = SubscriptionRow.by_status_sk.between("live#", "trial#~")
    return table.query(pk, condition, index="by_status", limit=100)


def browse_tenant(
    tenant_id: str, status: str | None, limit: int, after: Slot | None
) -> tuple[list[Subscription], Slot | None]:
    """A merchant's subscriptions, newest first."""
    where = SubscriptionRow.status == status if status else None
    return table.page(tenant_id, index="by_tenant", limit=limit, newest_first=True, where=where, after=after)


def stream_due(before: Day) -> Iterator[Subscription]:
    """Subscriptions of all merchants whose day lies before ``before``, the oldest of each shard first."""
    return table.stream_shards(SHARDS, SubscriptionRow.due_sk < str(before), "due")

"""The tables of money: attempts, the ledger (rows are added, never changed), and payments."""

import zlib
from collections.abc import Iterator
from datetime import date, datetime, timedelta

from pynamodb.attributes import BooleanAttribute, NumberAttribute, UnicodeAttribute
from pynamodb.indexes import AllProjection, GlobalSecondaryIndex, LocalSecondaryIndex

from chalicelib.adapters.dynamodb import JSON, Row, Slot, Table, get_many, table_name
from chalicelib.core.identity import partition
from chalicelib.payments.entity import LedgerEntry, Payment, PaymentAttempt, Refund

SHARDS = 16


class Unsettled(GlobalSecondaryIndex["AttemptRow"]):
    class Meta:
        index_name = "unsettled"
        projection = AllProjection()

    unsettled_pk = UnicodeAttribute(hash_key=True)
    unsettled_sk = UnicodeAttribute(range_key=True)


class AttemptRow(Row):
    class Meta:
        table_name = table_name("attempts")

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    unsettled_pk = UnicodeAttribute(null=True)
    unsettled_sk = UnicodeAttribute(null=True)
    unsettled = Unsettled()
    tenant_id = UnicodeAttribute()
    customer_id = UnicodeAttribute()
    id = UnicodeAttribute()
    parts = JSON()
    amount = NumberAttribute()
    credit = NumberAttribute()
    currency = UnicodeAttribute()
    method_id = UnicodeAttribute(null=True)
    save_method = BooleanAttribute()
    contact_id = UnicodeAttribute()
    state = UnicodeAttribute()
    ask = JSON()
    asked_at = NumberAttribute()
    gateway_id = UnicodeAttribute(null=True)
    charge_id = UnicodeAttribute(null=True)
    redirect_url = UnicodeAttribute(null=True)
    closes_at = NumberAttribute(null=True)
    failure_code = UnicodeAttribute(null=True)
    payment_id = UnicodeAttribute(null=True)
    created_at = UnicodeAttribute()
    checks = NumberAttribute()
    check_at = UnicodeAttribute()


def _attempt_keys(attempt: PaymentAttempt) -> dict[str, str | None]:
    """Those without an end stand in the ``unsettled`` index, by when they are to be looked at, on 16 shards."""
    return {
        "pk": attempt.partition,
        "sk": attempt.id,
        "unsettled_pk": None if attempt.is_final else f"{zlib.crc32(attempt.id.encode()) % SHARDS:02}",
        "unsettled_sk": None if attempt.is_final else f"{attempt.check_at}#{attempt.id}",
    }


attempts = Table(AttemptRow, PaymentAttempt, _attempt_keys)


class UnsettledRefunds(GlobalSecondaryIndex["RefundRow"]):
    class Meta:
        index_name = "unsettled"
        projection = AllProjection()

    unsettled_pk = UnicodeAttribute(hash_key=True)
    unsettled_sk = UnicodeAttribute(range_key=True)


class RefundRow(Row):
    """A refund lies beside the attempts: its id begins with another prefix, and it waits on a shard of its own."""

    class Meta:
        table_name = table_name("attempts")

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    unsettled_pk = UnicodeAttribute(null=True)
    unsettled_sk = UnicodeAttribute(null=True)
    unsettled = UnsettledRefunds()
    tenant_id = UnicodeAttribute()
    customer_id = UnicodeAttribute()
    id = UnicodeAttribute()
    payment_id = UnicodeAttribute()
    charge_id = UnicodeAttribute(null=True)
    attempt_id = UnicodeAttribute(null=True)
    invoice_id = UnicodeAttribute()
    asked_amount = NumberAttribute()
    amount = NumberAttribute()
    currency = UnicodeAttribute()
    reopen = BooleanAttribute()
    pieces = NumberAttribute()
    state = UnicodeAttribute()
    gateway_id = UnicodeAttribute(null=True)
    asked_at = NumberAttribute()
    created_at = UnicodeAttribute()
    checks = NumberAttribute()
    check_at = UnicodeAttribute()


def _refund_keys(refund: Refund) -> dict[str, str | None]:
    return {
        "pk": refund.partition,
        "sk": refund.id,
        "unsettled_pk": None if refund.is_final else _REFUNDS,
        "unsettled_sk": None if refund.is_final else f"{refund.check_at}#{refund.id}",
    }


_REFUNDS = "refunds"
refunds = Table(RefundRow, Refund, _refund_keys)


class LedgerByDate(LocalSecondaryIndex["LedgerRow"]):
    class Meta:
        index_name = "by_date"
        projection = AllProjection()

    pk = UnicodeAttribute(hash_key=True)
    by_date_sk = UnicodeAttribute(range_key=True)


class LedgerByTenantMonth(GlobalSecondaryIndex["LedgerRow"]):
    class Meta:
        index_name = "by_tenant_month"
        projection = AllProjection()

    by_tenant_month_pk = UnicodeAttribute(hash_key=True)
    by_tenant_month_sk = UnicodeAttribute(range_key=True)


class ByCharge(GlobalSecondaryIndex["LedgerRow"]):
    class Meta:
        index_name = "by_charge"
        projection = AllProjection()

    by_charge_pk = UnicodeAttribute(hash_key=True)
    by_charge_sk = UnicodeAttribute(range_key=True)


class LedgerRow(Row):
    class Meta:
        table_name = table_name("ledger")

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    by_date_sk = UnicodeAttribute()
    by_tenant_month_pk = UnicodeAttribute()
    by_tenant_month_sk = UnicodeAttribute()
    by_charge_pk = UnicodeAttribute(null=True)
    by_charge_sk = UnicodeAttribute(null=True)
    by_date = LedgerByDate()
    by_tenant_month = LedgerByTenantMonth()
    by_charge = ByCharge()
    tenant_id = UnicodeAttribute()
    customer_id = UnicodeAttribute()
    key = UnicodeAttribute()
    kind = UnicodeAttribute()
    at = UnicodeAttribute()
    date = UnicodeAttribute()
    amount = NumberAttribute()
    currency = UnicodeAttribute()
    postings = JSON()
    allocations = JSON()
    returned = JSON(null=True)
    reason = UnicodeAttribute(null=True)
    payment_id = UnicodeAttribute(null=True)
    attempt_id = UnicodeAttribute(null=True)
    charge_id = UnicodeAttribute(null=True)


def _ledger_keys(entry: LedgerEntry) -> dict[str, str | None]:
    return {
        "pk": partition(entry.tenant_id, entry.customer_id),
        "sk": entry.key,
        "by_date_sk": f"{entry.date}#{entry.at}#{entry.key}",
        "by_tenant_month_pk": f"{entry.tenant_id}#{entry.at[:7]}",
        "by_tenant_month_sk": f"{entry.at}#{entry.customer_id}#{entry.key}",
        "by_charge_pk": f"{entry.tenant_id}#{entry.charge_id}" if entry.charge_id else None,
        "by_charge_sk": entry.key if entry.charge_id else None,
    }


ledger = Table(LedgerRow, LedgerEntry, _ledger_keys)


class ByInvoice(LocalSecondaryIndex["PaymentRow"]):
    class Meta:
        index_name = "by_invoice"
        projection = AllProjection()

    pk = UnicodeAttribute(hash_key=True)
    by_invoice_sk = UnicodeAttribute(range_key=True)


class ByDate(LocalSecondaryIndex["PaymentRow"]):
    class Meta:
        index_name = "by_date"
        projection = AllProjection()

    pk = UnicodeAttribute(hash_key=True)
    by_date_sk = UnicodeAttribute(range_key=True)


class ByTenant(GlobalSecondaryIndex["PaymentRow"]):
    class Meta:
        index_name = "by_tenant"
        projection = AllProjection()

    by_tenant_pk = UnicodeAttribute(hash_key=True)
    by_tenant_sk = UnicodeAttribute(range_key=True)


class ByTenantMonth(GlobalSecondaryIndex["PaymentRow"]):
    class Meta:
        index_name = "by_tenant_month"
        projection = AllProjection()

    by_tenant_month_pk = UnicodeAttribute(hash_key=True)
    by_tenant_month_sk = UnicodeAttribute(range_key=True)


class PaymentRow(Row):
    class Meta:
        table_name = table_name("payments")

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    by_invoice_sk = UnicodeAttribute(null=True)
    by_date_sk = UnicodeAttribute()
    by_tenant_pk = UnicodeAttribute()
    by_tenant_sk = UnicodeAttribute()
    by_tenant_month_pk = UnicodeAttribute()
    by_tenant_month_sk = UnicodeAttribute()
    by_invoice = ByInvoice()
    by_date = ByDate()
    by_tenant = ByTenant()
    by_tenant_month = ByTenantMonth()
    tenant_id = UnicodeAttribute()
    customer_id = UnicodeAttribute()
    id = UnicodeAttribute()
    number = UnicodeAttribute()
    date = UnicodeAttribute()
    method = UnicodeAttribute()
    face = JSON()
    amount = NumberAttribute()
    currency = UnicodeAttribute()
    refunded = NumberAttribute()
    refunding = NumberAttribute()
    credited = NumberAttribute()
    uncredited = NumberAttribute()
    status = UnicodeAttribute()
    reference = UnicodeAttribute()
    invoices = JSON()
    attempt_id = UnicodeAttribute(null=True)
    charge_id = UnicodeAttribute(null=True)
    contact_id = UnicodeAttribute(null=True)
    recorded_by = UnicodeAttribute(null=True)
    language = UnicodeAttribute()
    document_key = UnicodeAttribute()
    sha256 = UnicodeAttribute(null=True)
    created_at = UnicodeAttribute()


def _payment_keys(payment: Payment) -> dict[str, str | None]:
    here = f"{payment.date}#{payment.id}"
    return {
        "pk": payment.partition,
        "sk": payment.id,
        "by_invoice_sk": f"{payment.invoices[0].invoice_id}#{payment.id}" if payment.invoices else None,
        "by_date_sk": here,
        "by_tenant_pk": payment.tenant_id,
        "by_tenant_sk": here,
        "by_tenant_month_pk": f"{payment.tenant_id}#{payment.date:%Y-%m}",
        "by_tenant_month_sk": here,
    }


payments = Table(PaymentRow, Payment, _payment_keys)


def get_attempt(pk: str, attempt_id: str) -> PaymentAttempt | None:
    """The attempt, or None."""
    return attempts.get(pk, attempt_id)


def get_attempts(pk: str, *attempt_ids: str | None) -> list[PaymentAttempt | None]:
    """Several attempts of one customer in one request, None for those that are not there."""
    wanted = [attempt_id for attempt_id in attempt_ids if attempt_id]
    found = dict(zip(wanted, get_many([(attempts, pk, attempt_id) for attempt_id in wanted]), strict=True))
    return [found.get(attempt_id) if attempt_id else None for attempt_id in attempt_ids]


def browse_unsettled(shard: int, until: str) -> Iterator[PaymentAttempt]:
    """Attempts of one shard that are to be looked at by this instant, oldest first; a moment behind the table."""
    return attempts.stream(f"{shard:02}", AttemptRow.unsettled_sk < until, index="unsettled", page=50)


def get_entry(pk: str, key: str) -> LedgerEntry | None:
    """The ledger's row under this key, or None."""
    return ledger.get(pk, key)


def query_booked(pk: str, until: date) -> list[LedgerEntry]:
    """What was booked for the customer by this day, by date."""
    return ledger.query(pk, LedgerRow.by_date_sk < str(until + timedelta(days=1)), index="by_date")


def query_moved(payment: Payment) -> list[LedgerEntry]:
    """What was booked of this payment, itself included, oldest first; of the gateway's charges a moment late."""
    where = LedgerRow.payment_id == payment.id
    if payment.charge_id:
        found = ledger.query(f"{payment.tenant_id}#{payment.charge_id}", index="by_charge", where=where)
    else:
        found = ledger.query(payment.partition, LedgerRow.by_date_sk >= str(payment.date), index="by_date", where=where)
    return sorted(found, key=lambda one: one.at)


def get_payment(pk: str, payment_id: str) -> Payment | None:
    """The payment, or None."""
    return payments.get(pk, payment_id)


def browse_payments(pk: str, limit: int, after: Slot | None) -> tuple[list[Payment], Slot | None]:
    """The customer's payments by date, newest first."""
    return payments.page(pk, index="by_date", limit=limit, newest_first=True, after=after)


def browse_tenant(tenant_id: str, limit: int, after: Slot | None) -> tuple[list[Payment], Slot | None]:
    """The merchant's payments by date, newest first; a moment behind the table."""
    return payments.page(tenant_id, index="by_tenant", limit=limit, newest_first=True, after=after)


def get_refunds(pk: str, refund_ids: list[str]) -> list[Refund | None]:
    """Several refunds of one customer in one request, None for those that are not there."""
    return get_many([(refunds, pk, refund_id) for refund_id in refund_ids])


def browse_unsettled_refunds(until: str) -> Iterator[Refund]:
    """Refunds that are to be looked at by this instant, oldest first; a moment behind the table."""
    return refunds.stream(_REFUNDS, RefundRow.unsettled_sk < until, index="unsettled", page=50)


def get_payments(pk: str, payment_ids: list[str]) -> list[Payment]:
    """Several payments of one customer, in one request; those that are not there are left out."""
    found = get_many([(payments, pk, payment_id) for payment_id in payment_ids])
    return [payment for payment in found if payment is not None]


def find_charge(tenant_id: str, charge_id: str) -> LedgerEntry | None:
    """The booking of a charge that names no customer, or None; a moment behind the table."""
    found = ledger.query(f"{tenant_id}#{charge_id}", LedgerRow.by_charge_sk.startswith("charge#"), index="by_charge")
    return found[0] if found else None


def browse_ledger(tenant_id: str, since: datetime, until: datetime) -> Iterator[LedgerEntry]:
    """What was booked for the merchant between two instants; a moment behind the table."""
    first, last = since.year * 12 + since.month - 1, until.year * 12 + until.month - 1
    for month in range(first, last + 1):
        place = f"{tenant_id}#{month // 12:04}-{month % 12 + 1:02}"
        between = LedgerRow.by_tenant_month_sk.between(f"{since:%Y-%m-%dT%H:%M:%S}", f"{until:%Y-%m-%dT%H:%M:%S}~")
        yield from ledger.stream(place, between, index="by_tenant_month", page=200)

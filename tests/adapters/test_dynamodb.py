"""Transactions keep all or nothing and say in whose words they failed; pages neither lose nor repeat."""

import pytest
from botocore.endpoint import Endpoint
from botocore.exceptions import ClientError, ReadTimeoutError
from pynamodb.exceptions import CancellationReason, TransactWriteError, VerboseClientError

from chalicelib.adapters import dynamodb
from chalicelib.adapters.dynamodb import get_many, transaction, transactions
from chalicelib.audit import store as audit
from chalicelib.audit.entity import AuditEntry
from chalicelib.core import ids
from chalicelib.core.errors import Conflict, Unavailable
from chalicelib.tenants import store as tenants
from chalicelib.tenants.entity import PortalAlias, Series


class FirstRefusal(Conflict):
    pass


class SecondRefusal(Conflict):
    pass


def entry(number: int) -> AuditEntry:
    return AuditEntry(
        id=f"aud_{number:03}", tenant_id="ten_1", customer_id="cus_1", at="2026-03-16T12:00:00.000Z", actor_kind="client",
        actor_id="con_1", action="x.y", subject_id="s", request_id="req",
    )  # fmt: skip


def test_a_failed_condition_raises_the_error_of_its_own_item_and_keeps_nothing(cloud):
    with transaction() as tx:
        tenants.aliases.add(tx, PortalAlias(portal_name="acme", tenant_id="ten_1"))
    with pytest.raises(SecondRefusal), transaction() as tx:
        tenants.series.add(tx, Series(tenant_id="ten_1", series="invoice"), FirstRefusal())
        tenants.aliases.add(tx, PortalAlias(portal_name="acme", tenant_id="ten_2"), SecondRefusal())
    assert tenants.get_series("ten_1", "invoice").version == 0


def test_errors_are_matched_although_pynamodb_regroups_the_items(cloud):
    with transaction() as tx:
        tenants.aliases.add(tx, PortalAlias(portal_name="acme", tenant_id="ten_1"))
        tenants.series.add(tx, Series(tenant_id="ten_1", series="invoice"))
    stale = Series(tenant_id="ten_1", series="invoice", version=7)
    with pytest.raises(SecondRefusal), transaction() as tx:
        audit.table.add(tx, entry(1), FirstRefusal())
        tenants.series.remove(tx, stale, SecondRefusal())


def test_a_stale_save_is_refused(cloud):
    with transaction() as tx:
        tenants.series.add(tx, Series(tenant_id="ten_1", series="invoice"))
    read = tenants.get_series("ten_1", "invoice")
    with transaction() as tx:
        tenants.series.save(tx, read)
    with pytest.raises(Conflict), transaction() as tx:
        tenants.series.save(tx, read)


def test_what_was_kept_although_the_answer_was_lost_counts_as_kept(cloud, monkeypatch):
    real = transactions._transact

    def twice(writes, token):
        real(writes, token)
        real(writes, token)  # what the SDK does after a lost answer; moto ignores the token

    monkeypatch.setattr(transactions, "_transact", twice)
    with transaction() as tx:
        audit.table.add(tx, entry(1), witness=True)
        tenants.series.add(tx, Series(tenant_id="ten_1", series="invoice"), FirstRefusal())
    assert tenants.get_series("ten_1", "invoice").version == 1


def test_nothing_happens_afterwards_if_nothing_was_kept(cloud):
    done: list[str] = []
    with transaction() as tx:
        tenants.aliases.add(tx, PortalAlias(portal_name="acme", tenant_id="ten_1"))
        tx.afterwards(lambda: done.append("first"))
    with pytest.raises(Conflict), transaction() as tx:
        tenants.aliases.add(tx, PortalAlias(portal_name="acme", tenant_id="ten_1"))
        tx.afterwards(lambda: done.append("second"))
    assert done == ["first"]


@pytest.mark.parametrize("index", [None, "by_tenant_month"])
@pytest.mark.parametrize("limit", [1, 2, 3, 7, 8])
def test_pages_neither_lose_nor_repeat(cloud, index, limit):
    with transaction() as tx:
        for number in range(7):
            audit.table.add(tx, entry(number))
    pk = "ten_1#cus_1" if index is None else "ten_1#2026-03"
    seen, after, pages = [], None, 0
    while pages == 0 or after:
        items, after = audit.table.page(pk, index=index, limit=limit, newest_first=True, after=after)
        seen += [item.id for item in items]
        pages += 1
    assert seen == [f"aud_{number:03}" for number in reversed(range(7))]
    assert pages == -(-7 // limit)


def test_many_keys_of_several_tables_are_one_request(cloud):
    with transaction() as tx:
        tenants.aliases.add(tx, PortalAlias(portal_name="acme", tenant_id="ten_1"))
        audit.table.add(tx, entry(1))
    used = dynamodb.Meter()
    token = dynamodb.meter.set(used)
    found = get_many(
        [
            (audit.table, "ten_1#cus_1", "aud_001"),
            (tenants.aliases, "PORTAL#acme", "ALIAS"),
            (tenants.aliases, "PORTAL#nobody", "ALIAS"),
        ]
    )
    dynamodb.meter.reset(token)
    assert [type(item).__name__ for item in found] == ["AuditEntry", "PortalAlias", "NoneType"]
    assert used.operations == ["BatchGetItem"]


def test_a_lock_that_stays_is_unavailable(cloud, monkeypatch):
    tries = []

    def locked(writes, token):
        tries.append(token)
        cause = VerboseClientError(
            {"Error": {"Code": "TransactionCanceledException", "Message": "x"}}, "TransactWriteItems", {},
            cancellation_reasons=[CancellationReason(code="TransactionConflict")],
        )  # fmt: skip
        raise TransactWriteError("x", cause)

    monkeypatch.setattr(transactions, "_transact", locked)
    monkeypatch.setattr(transactions.time, "sleep", lambda seconds: None)
    with pytest.raises(Unavailable), transaction() as tx:
        audit.table.add(tx, entry(1))
    assert len(tries) == 4 and len(set(tries)) == 1


def test_ids_sort_by_the_time_they_were_made(time):
    first = ids.new_id("inv")
    time.move(milliseconds=1)
    assert first < ids.new_id("inv")


def test_a_transaction_without_an_answer_says_that_the_database_is_away(cloud, monkeypatch):
    """PynamoDB looks for the error's code in an answer that is None."""
    lost = ReadTimeoutError(endpoint_url="https://dynamodb.example")
    monkeypatch.setattr(Endpoint, "_do_get_response", lambda *_: (None, lost))
    monkeypatch.setattr("time.sleep", lambda seconds: None)
    with pytest.raises(Unavailable), transaction() as tx:
        tenants.series.add(tx, Series(tenant_id="ten_1", series="invoice"))


def test_an_error_has_the_code_that_dynamodb_gave_it_or_none():
    told = {"Error": {"Code": "ThrottlingException", "Message": "later"}}
    assert dynamodb.code_of(TransactWriteError("no", ClientError(told, "Put"))) == "ThrottlingException"
    assert dynamodb.code_of(TransactWriteError("no", ReadTimeoutError(endpoint_url="https://dynamodb.example"))) == ""

"""Sums of a customer move with the transactions that move them."""

import pytest

from chalicelib.adapters.dynamodb import transaction
from chalicelib.core.errors import Conflict
from chalicelib.customers import store
from chalicelib.customers.entity import Customer
from chalicelib.customers.totals import CustomerGone, change_credit, change_outstanding, mark_in_use, note_gateway_ref


@pytest.fixture
def customer(cloud):
    kept = Customer(
        tenant_id="ten_1", id="cus_1", display_name="Ada & Co", currency="EUR", language="en", created_at="2026-03-16"
    )
    with transaction() as tx:
        store.table.add(tx, kept)
    return kept


def read() -> Customer:
    found = store.get("ten_1", "cus_1")
    assert found is not None
    return found


def test_sums_are_kept_per_currency(customer):
    for currency, amount in (("EUR", 132750), ("JPY", 500), ("EUR", -32750)):
        with transaction() as tx:
            change_outstanding(tx, "ten_1", "cus_1", currency, amount)
    with transaction() as tx:
        change_credit(tx, "ten_1", "cus_1", "EUR", 5)
    assert (read().outstanding, read().credit) == ({"EUR": 100000, "JPY": 500}, {"EUR": 5})
    assert read().in_use


def test_a_save_that_was_read_before_cannot_undo_a_sum(customer):
    stale = read()
    with transaction() as tx:
        change_outstanding(tx, "ten_1", "cus_1", "EUR", 100)
    with pytest.raises(Conflict), transaction() as tx:
        store.table.save(tx, stale)
    fresh = read()
    with transaction() as tx:
        store.table.save(tx, fresh.model_copy(update={"phone": "1"}))
    assert (read().outstanding, read().phone) == ({"EUR": 100}, "1")


def test_a_customer_that_is_gone_is_not_made_by_a_sum(customer):
    with pytest.raises(CustomerGone), transaction() as tx:
        change_outstanding(tx, "ten_1", "cus_2", "EUR", 100)


def test_use_is_written_once(customer):
    with transaction() as tx:
        mark_in_use(tx, read())
        mark_in_use(tx, Customer(**{**read().model_dump(), "in_use": True}))
    assert read().in_use


def test_the_gateways_id_is_kept(customer):
    with transaction() as tx:
        note_gateway_ref(tx, "ten_1", "cus_1", "cus_stripe")
    assert read().gateway_ref == "cus_stripe"

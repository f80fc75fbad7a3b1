"""A signed-in client has seen the invoice."""

import pytest

from chalicelib.adapters.dynamodb import transaction
from chalicelib.invoices import view as verb
from chalicelib.invoices.find import find_whole
from chalicelib.invoices.settle import settle_invoice
from tests.fixtures.invoices import TODAY, a_settlement, actions, draft_invoice, issued_invoice


def view(api, person, invoice_id, body=None):
    return api.post(f"/portal/invoices/{invoice_id}/views", body, token=person.token)


def kept(invoice):
    return find_whole("ten_acme#cus_one", invoice.id)


@pytest.fixture
def invoice(acme):
    return issued_invoice("ten_acme", "cus_one")


def test_seen_once_is_seen_for_ever(api, ada, bob, invoice, time):
    assert view(api, bob, invoice.id, {}).status == 204
    first = kept(invoice)
    assert (first.status, first.viewed_at) == ("viewed", "2026-03-16T12:00:00.000Z")
    time.move(minutes=5)
    assert view(api, ada, invoice.id).status == 204
    assert kept(invoice) == first
    assert actions(invoice.id) == ["invoice.viewed"]


def test_a_late_or_partly_paid_invoice_is_seen_but_keeps_its_status(api, ada, acme):
    for more, status in (({"due_date": TODAY.replace(day=1)}, "overdue"), ({"paid": 1}, "partially_paid")):
        invoice = issued_invoice("ten_acme", "cus_one", **more)
        assert view(api, ada, invoice.id).status == 204
        assert (kept(invoice).status, bool(kept(invoice).viewed_at)) == (status, True)


def test_paid_and_void_invoices_stay_as_they_are(api, ada, acme):
    for more in ({"paid": 11900}, {"status": "void"}):
        invoice = issued_invoice("ten_acme", "cus_one", **more)
        assert view(api, ada, invoice.id).status == 204
        assert (kept(invoice), actions(invoice.id)) == (invoice, [])


def test_a_payment_at_the_same_moment_keeps_both(api, ada, invoice, monkeypatch):
    rivals = [1]

    def read_then_paid(pk, invoice_id):
        found = find_whole(pk, invoice_id)
        if rivals:
            rivals.pop()
            with transaction() as tx:
                settle_invoice(tx, found, [a_settlement(100)], TODAY)
        return found

    monkeypatch.setattr(verb, "find_invoice", read_then_paid)
    assert view(api, ada, invoice.id).status == 204
    assert (kept(invoice).settled, kept(invoice).status, bool(kept(invoice).viewed_at)) == (100, "partially_paid", True)


def test_nobody_else_can_mark_it_seen(api, carol, eve, staff, invoice):
    assert api.post(f"/portal/invoices/{invoice.id}/views", {}).status == 401
    assert view(api, staff(), invoice.id).status == 401
    assert view(api, carol, invoice.id, {"colour": 1}).status == 404
    assert view(api, eve, invoice.id).status == 404
    assert kept(invoice).viewed_at is None


def test_a_draft_is_not_there_and_an_unknown_field_is_named(api, ada, invoice):
    assert view(api, ada, draft_invoice("ten_acme", "cus_one").id).status == 404
    reply = view(api, ada, invoice.id, {"viewed_at": "2020-01-01"})
    assert (reply.status, reply.fields) == (422, ["viewed_at"])
    assert kept(invoice).viewed_at is None

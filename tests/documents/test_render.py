"""Documents are rendered once; coming twice changes nothing."""

import hashlib

import pytest

from chalicelib.adapters import object_store
from chalicelib.adapters.dynamodb import transaction
from chalicelib.core.documents import Party
from chalicelib.core.errors import Unavailable
from chalicelib.documents.render import NobodyRenders, render_document
from chalicelib.invoices import render as invoices
from chalicelib.invoices.find import find_whole_for_staff
from chalicelib.invoices.settle import settle_invoice
from chalicelib.outbox.add import add_rendering
from chalicelib.outbox.tasks import find_task
from tests.fixtures.invoices import (
    TODAY,
    a_line,
    a_settlement,
    a_snapshot,
    an_issued_invoice,
    draft_invoice,
    issued_invoice,
    kept,
    renderings,
)


@pytest.fixture
def invoice(acme):
    return issued_invoice("ten_acme", "cus_one")


def order(invoice_id, **task):
    before = {entry.id for entry in renderings()}
    with transaction() as tx:
        add_rendering(tx, "ten_acme", "cus_one", task or {"invoice_id": invoice_id})
    (ordered,) = {entry.id for entry in renderings()} - before
    return {"outbox_id": ordered}


def test_the_file_is_kept_and_its_hash_is_in_the_row(invoice):
    message = order(invoice.id)
    render_document(message, "req_1")
    found = find_whole_for_staff("ten_acme", invoice.id)
    content = object_store.fetch(invoice.document_key)
    assert content.startswith(b"%PDF-")
    assert found.sha256 == hashlib.sha256(content).hexdigest()
    assert find_task(message["outbox_id"]) is None


def test_the_same_message_twice_renders_once(invoice, monkeypatch):
    message = order(invoice.id)
    render_document(message, "req_1")
    monkeypatch.setattr(invoices, "render_invoice", lambda document: pytest.fail("rendered twice"))
    render_document(message, "req_2")
    render_document(order(invoice.id), "req_3")  # ordered again by somebody
    assert all(find_task(entry.id) is None for entry in renderings())


def test_a_crash_between_file_and_row_ends_in_the_same_bytes(invoice, monkeypatch):
    message = order(invoice.id)
    with monkeypatch.context() as broken:
        broken.setattr(invoices, "_note", lambda *_: (_ for _ in ()).throw(Unavailable()))
        with pytest.raises(Unavailable):
            render_document(message, "req_1")
    first = object_store.fetch(invoice.document_key)
    assert find_whole_for_staff("ten_acme", invoice.id).sha256 is None
    render_document(message, "req_2")
    assert object_store.fetch(invoice.document_key) == first
    assert find_whole_for_staff("ten_acme", invoice.id).sha256 == hashlib.sha256(first).hexdigest()


def test_a_payment_while_it_is_rendered_keeps_both(invoice, monkeypatch):
    make = invoices.render_invoice

    def paid_meanwhile(document):
        with transaction() as tx:
            settle_invoice(tx, invoice, [a_settlement(100)], TODAY)
        return make(document)

    monkeypatch.setattr(invoices, "render_invoice", paid_meanwhile)
    render_document(order(invoice.id), "req_1")
    found = find_whole_for_staff("ten_acme", invoice.id)
    assert (found.settled, found.status, bool(found.sha256)) == (100, "partially_paid", True)


def test_what_was_paid_before_does_not_change_the_document(acme):
    one = an_issued_invoice("ten_acme", "cus_one", id="inv_1", verification_code="BCDFGHJKMNPQ")
    paid = one.model_copy(update={"settled": 11900, "status": "paid"})
    assert invoices.paper_of(one) == invoices.paper_of(paid)


def test_a_logo_stands_on_the_document_and_a_missing_one_stops_nothing(acme, monkeypatch):
    seen = []
    make = invoices.render_invoice
    monkeypatch.setattr(invoices, "render_invoice", lambda document: seen.append(document.logo) or make(document))
    object_store.publish("logos/x.png", b"\x89PNG\r\n\x1a\nno picture", "image/png")
    for key in ("logos/x.png", "logos/gone.png"):
        bare = an_issued_invoice("ten_acme", "cus_one")
        invoice = kept(bare.model_copy(update={"snapshot": a_snapshot(bare).model_copy(update={"logo_key": key})}))
        render_document(order(invoice.id), "req_1")
        assert find_whole_for_staff("ten_acme", invoice.id).sha256
    assert seen == [b"\x89PNG\r\n\x1a\nno picture", None]


@pytest.mark.parametrize(
    "more",
    [
        {"currency": "JPY", "lines": [a_line(unit_price=1234, tax_rate="10")]},
        {"currency": "KWD", "lines": [a_line(unit_price=1234567, quantity="1.5", tax_rate="5")]},
        {"lines": [a_line(tax_rate=str(rate)) for rate in range(20)]},
        {"lines": [a_line(unit_price=0)]},
        {
            "lines": [
                a_line(unit_price=333, quantity="0.3333", tax_rate="7.125", description="زر 日本 Ω ж 한\n#eval(1)")
            ]
        },
        {"notes": "x" * 4000, "terms": "\n" * 4000},
    ],
)
def test_every_invoice_that_can_be_written_can_be_rendered(acme, more):
    invoice = issued_invoice("ten_acme", "cus_one", **more)
    render_document(order(invoice.id), "req_1")
    assert find_whole_for_staff("ten_acme", invoice.id).sha256


def test_the_longest_names_fit(acme):
    bare = an_issued_invoice("ten_acme", "cus_one")
    long = Party(name="W" * 200, contact="i" * 200, email="a" * 60 + "@example.org")
    snapshot = a_snapshot(bare).model_copy(update={"seller": long, "buyer": long})
    invoice = kept(bare.model_copy(update={"snapshot": snapshot}))
    render_document(order(invoice.id), "req_1")
    assert find_whole_for_staff("ten_acme", invoice.id).sha256


def test_what_is_gone_or_a_draft_is_finished_without_a_file(acme):
    for invoice_id in ("inv_nothing", draft_invoice("ten_acme", "cus_one").id):
        message = order(invoice_id)
        render_document(message, "req_1")
        assert find_task(message["outbox_id"]) is None


def test_a_task_that_nobody_knows_is_not_taken_for_done(acme):
    message = order("", colour="blue")
    with pytest.raises(NobodyRenders):
        render_document(message, "req_1")
    assert find_task(message["outbox_id"])


def test_a_message_without_a_row_is_nothing_to_do(cloud):
    render_document({"outbox_id": "out_gone"}, "req_1")

"""The receipt of a payment becomes a file and is handed out."""

import hashlib

import pytest

from chalicelib.adapters import object_store
from chalicelib.documents.render import render_document
from chalicelib.payments import render_receipt
from tests.fixtures.books import payments
from tests.fixtures.invoices import renderings


@pytest.fixture
def paid(desk):
    """A payment whose receipt was ordered; the path of the receipt."""
    payment_id = desk.pay(desk.invoice(), desk.card()).json["payment_id"]
    return f"/portal/payments/{payment_id}/receipt"


def render():
    for order in renderings():
        render_document({"outbox_id": order.id}, "req_render")


def test_while_it_is_being_made_the_answer_is_202(desk, paid):
    reply = desk.api.get(paid, token=desk.ada.token)
    assert (reply.status, reply.json) == (202, {"status": "rendering"})
    assert reply.headers["Retry-After"] == "2"


def test_then_it_is_a_link_of_a_minute_to_the_very_file(desk, paid, bob):
    render()
    reply = desk.api.get(paid, token=bob.token)
    assert reply.status == 200
    (payment,) = payments()
    content = object_store.fetch(payment.document_key)
    assert reply.json["sha256"] == payment.sha256 == hashlib.sha256(content).hexdigest()
    assert f"{payment.document_key}?" in reply.json["url"]
    assert "X-Amz-Expires=60" in reply.json["url"]
    assert "R-00001.pdf" in reply.json["url"]


def test_it_says_who_paid_what_to_whom(desk, paid, monkeypatch):
    documents = []
    monkeypatch.setattr(render_receipt, "render_receipt", lambda document: documents.append(document) or b"%PDF")
    render()
    (document,) = documents
    assert (document.number, document.amount, document.currency) == ("R-00001", 11900, "EUR")
    assert (document.seller.name, document.buyer.name) == ("Acme GmbH", "Lovelace Ltd")
    assert (document.method, document.method_detail) == ("card", "•••• 4242")
    assert [(settled.number, settled.amount) for settled in document.invoices] == [("INV-00001", 11900)]


def test_rendering_again_changes_nothing(desk, paid):
    render()
    before = payments()[0]
    render()
    assert payments()[0] == before


def test_a_change_at_the_same_moment_is_kept_beside_the_receipt(desk, paid, monkeypatch):
    """An event notes something on the payment between the reading and the noting of the receipt."""
    from chalicelib.adapters.dynamodb import transaction
    from chalicelib.payments import store

    keep = object_store.keep

    def meanwhile(*arguments):
        with transaction() as tx:
            store.payments.save(tx, payments()[0].model_copy(update={"reference": "noted"}))
        keep(*arguments)

    monkeypatch.setattr(object_store, "keep", meanwhile)
    render()
    assert payments()[0].reference == "noted"
    assert payments()[0].sha256

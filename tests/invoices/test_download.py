"""The document of an invoice: as a file for a minute, and as data."""

import hashlib
from urllib.parse import parse_qs, urlparse
from xml.etree import ElementTree

import pytest

from chalicelib.adapters.dynamodb import transaction
from chalicelib.core.documents import Party
from chalicelib.core.fields import Address
from chalicelib.invoices import document as helper
from chalicelib.invoices.find import find_for_staff
from chalicelib.invoices.settle import settle_invoice
from tests.fixtures.invoices import (
    TODAY,
    a_settlement,
    a_snapshot,
    actions,
    an_issued_invoice,
    draft_invoice,
    issued_invoice,
    kept,
    renderings,
)

SHA = hashlib.sha256(b"%PDF").hexdigest()


@pytest.fixture
def invoice(acme):
    return issued_invoice("ten_acme", "cus_one", sha256=SHA)


def pdf(api, person, invoice, side="portal"):
    return api.get(f"/{side}/invoices/{invoice.id}/pdf", token=person.token)


def electronic(**more):
    """An invoice with all that EN 16931 wants."""
    bare = an_issued_invoice("ten_acme", "cus_one", **more)
    snapshot = a_snapshot(bare)
    german, dane = Address(line1="Road 1", city="Berlin", postal_code="10115", country="DE"), Address(country="DK")
    parties = {
        "seller": Party(name="Acme GmbH", vat_id="DE123456789", address=german, email="office@acme.example"),
        "buyer": Party(name="Ada & <Co>", address=dane),
    }
    return kept(bare.model_copy(update={"snapshot": snapshot.model_copy(update=parties)}))


def test_v32_the_link_lives_a_minute_and_is_an_attachment_of_one_object(api, bob, invoice):
    reply = pdf(api, bob, invoice)
    assert (reply.status, reply.json["sha256"]) == (200, SHA)
    assert reply.json["expires_at"] == "2026-03-16T12:01:00.000Z"
    url = urlparse(reply.json["url"])
    query = parse_qs(url.query)
    assert url.path.endswith(invoice.document_key)
    assert int(query["X-Amz-Expires"][0]) <= 60
    assert query["response-content-disposition"] == ['attachment; filename="INV-00001.pdf"']
    assert query["response-cache-control"] == ["no-store"]
    assert reply.headers["Cache-Control"] == "no-store"


def test_while_it_is_rendered_the_answer_is_to_ask_again(api, ada, staff, acme):
    invoice = issued_invoice("ten_acme", "cus_one")
    for reply in (pdf(api, ada, invoice), pdf(api, staff("support"), invoice, "merchant")):
        assert (reply.status, reply.json, reply.headers["Retry-After"]) == (202, {"status": "rendering"}, "2")
    assert (renderings(), actions(invoice.id)) == ([], [])  # it was ordered when it was issued


def test_one_that_was_never_asked_for_is_ordered_once(api, ada, acme):
    invoice = issued_invoice("ten_acme", "cus_one", document_key=None)
    assert [pdf(api, ada, invoice).status for _ in range(2)] == [202, 202]
    assert [entry.task for entry in renderings()] == [{"invoice_id": invoice.id}]
    assert actions(invoice.id) == ["invoice.document_ordered"]
    assert find_for_staff("ten_acme", invoice.id).document_key.startswith("invoices/")


def test_a_payment_while_it_is_ordered_is_no_error(api, ada, acme, monkeypatch):
    invoice = issued_invoice("ten_acme", "cus_one", document_key=None)
    order = helper.with_document

    def paid_meanwhile(tx, found):
        with transaction() as other:
            settle_invoice(other, found, [a_settlement(100)], TODAY)
        return order(tx, found)

    monkeypatch.setattr(helper, "with_document", paid_meanwhile)
    assert pdf(api, ada, invoice).status == 202
    assert (find_for_staff("ten_acme", invoice.id).settled, renderings()) == (100, [])


def test_v02_nobody_gets_a_neighbours_file(api, carol, eve, ada, staff, stranger_staff, invoice):
    for ending in ("pdf", "xml"):
        assert api.get(f"/portal/invoices/{invoice.id}/{ending}").status == 401
        for person in (carol, eve):
            assert api.get(f"/portal/invoices/{invoice.id}/{ending}", token=person.token).status == 404
    assert pdf(api, staff(), invoice).status == 401
    assert pdf(api, ada, invoice, "merchant").status == 401
    assert pdf(api, stranger_staff, invoice, "merchant").status == 404
    assert api.get(f"/merchant/invoices/{invoice.id}/pdf").status == 401


def test_v03_no_parameter_turns_a_link_to_another_file(api, ada, staff, invoice):
    for side, person in (("portal", ada), ("merchant", staff())):
        reply = api.get(f"/{side}/invoices/{invoice.id}/pdf", token=person.token, query={"key": "other"})
        assert (reply.status, reply.fields) == (422, ["key"])


def test_a_draft_has_no_file(api, ada, staff, acme):
    draft = draft_invoice("ten_acme", "cus_one")
    assert pdf(api, ada, draft).status == 404
    reply = pdf(api, staff(), draft, "merchant")
    assert (reply.status, reply.code) == (409, "invoice_not_issued")


@pytest.mark.asvs("4.1.1")
def test_the_xml_says_what_the_invoice_says_whatever_was_paid_since(api, bob, acme):
    invoice = electronic(paid=900)
    reply = api.get(f"/portal/invoices/{invoice.id}/xml", token=bob.token)
    assert (reply.status, reply.headers["Content-Type"]) == (200, "application/xml")
    assert reply.headers["Content-Disposition"] == 'attachment; filename="INV-00001.xml"'
    texts = [element.text for element in ElementTree.fromstring(reply.raw).iter()]
    assert "INV-00001" in texts
    assert "Ada & <Co>" in texts
    assert "119.00" in texts
    assert "110.00" not in texts


def test_an_invoice_that_the_norm_cannot_say_has_no_xml(api, ada, acme):
    reply = api.get(f"/portal/invoices/{electronic(currency='KWD').id}/xml", token=ada.token)
    assert (reply.status, reply.code) == (409, "no_electronic_invoice")
    assert "two decimals" in reply.json["detail"]

"""The statement on paper: made once for what it says, handed out for a minute at a time."""

import hashlib
import io

import pypdf
import pytest

from chalicelib.adapters import object_store
from chalicelib.adapters.dynamodb import transaction
from chalicelib.documents.render import render_document
from chalicelib.statements import render, rules, store
from tests.fixtures.invoices import changes, issued_invoice, renderings

PATH = "/portal/statement/pdf"


@pytest.fixture
def ask(desk):
    def asked(**query: str):
        return desk.api.get(PATH, token=desk.ada.token, query=query)

    return asked


def make() -> None:
    for order in renderings():
        render_document({"outbox_id": order.id}, "req_render")


def test_it_is_ordered_made_once_and_then_a_link_of_a_minute(desk, ask):
    desk.pay(desk.invoice(), desk.card())
    first = ask()
    assert (first.status, first.json, first.headers["Retry-After"]) == (202, {"status": "rendering"}, "2")
    assert ask().status == 202
    assert len([one for one in renderings() if "statement_id" in one.task]) == 1
    assert len([one for one in changes() if one.action == "statement.ordered"]) == 1
    make()
    ready = ask().json
    assert "X-Amz-Expires=60" in ready["url"] and "statement-2026-01-01-2026-03-16.pdf" in ready["url"]
    key = ready["url"].partition("?")[0].partition("/statements/")[2]
    content = object_store.fetch(f"statements/{key}")
    assert ready["sha256"] == hashlib.sha256(content).hexdigest()
    text = " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages)
    for word in ("Statement", "Opening balance", "Invoice INV-00001", "Payment INV-00001", "€119.00", "Lovelace Ltd"):
        assert word in text


def test_another_booking_makes_another_file(desk, ask):
    invoice = desk.invoice()
    ask()
    make()
    assert ask().status == 200
    desk.pay(invoice, desk.card())
    assert ask().status == 202


def test_in_german_and_of_two_currencies_and_of_none(desk, ask, monkeypatch):
    made = []
    monkeypatch.setattr(render, "render_statement", lambda document: made.append(document) or b"%PDF")
    ask()
    make()
    desk.api.patch("/portal/me", {"language": "de"}, token=desk.ada.token)
    desk.invoice()
    desk.invoice(currency="USD", number=2)
    ask()
    make()
    none, both = made
    assert (none.accounts, none.currency, both.language) == ((), "EUR", "de")
    assert [(one.currency, one.closing, one.lines[0].what) for one in both.accounts] == [
        ("EUR", 11900, "Rechnung INV-00001"),
        ("USD", 11900, "Rechnung INV-00002"),
    ]


def test_coming_twice_and_after_a_crash_changes_nothing(desk, ask, monkeypatch):
    desk.invoice()
    ask()
    orders = renderings()
    make()
    ready = ask().json["sha256"]
    monkeypatch.setattr(render, "render_statement", lambda document: pytest.fail("made twice"))
    for order in orders:
        render_document({"outbox_id": order.id}, "req")
        render.render_statement_file("ten_acme", "cus_one", order.task["statement_id"])
    assert ask().json["sha256"] == ready


def test_after_a_week_it_is_made_anew(desk, ask):
    desk.invoice()
    ask()
    make()
    (file_id,) = [one.task["statement_id"] for one in renderings()]
    with transaction() as tx:
        store.table.save(tx, store.get("ten_acme#cus_one", file_id).model_copy(update={"expires": 0}))
    assert ask().status == 202
    make()
    assert ask().status == 200


def test_what_is_too_long_for_paper_is_refused(desk, ask, monkeypatch):
    issued_invoice("ten_acme", "cus_one")
    monkeypatch.setattr(rules, "MOST_LINES", 0)
    reply = ask()
    assert (reply.status, reply.json["detail"]) == (409, rules.TooLong.sentence)


def test_v02_a_viewer_may_not_and_a_neighbour_gets_the_own_one(desk, ask, bob, carol, eve):
    desk.invoice()
    ask()
    make()
    assert desk.api.get(PATH).status == 401
    assert desk.api.get(PATH, token=bob.token).status == 403
    assert [desk.api.get(PATH, token=one.token).status for one in (carol, eve)] == [202, 202]
    assert ask(**{"from": "2026-03-02", "to": "2026-03-01"}).status == 422

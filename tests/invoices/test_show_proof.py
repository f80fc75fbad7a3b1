"""Anybody who holds the paper asks whether it is genuine."""

import pytest

from chalicelib.core.documents import grouped_code
from tests.fixtures.invoices import draft_invoice, issued_invoice


@pytest.fixture
def invoice(acme):
    return issued_invoice("ten_acme", "cus_one", sha256="ab" * 32, paid=100)


def ask(api, portal, code):
    return api.get(f"/portals/{portal}/verifications/{code}")


def test_the_genuine_paper_is_told_by_number_amount_payee_and_hash(api, invoice):
    reply = ask(api, "acme", invoice.verification_code)
    assert reply.status == 200
    assert reply.json == {
        "number": "INV-00001", "issue_date": "2026-03-16", "currency": "EUR", "total": 11900, "void": False,
        "payee": "Acme GmbH", "payee_account": {"holder": "", "iban": "", "bic": "", "bank": ""}, "sha256": "ab" * 32,
    }  # fmt: skip
    assert "Ada" not in reply.raw.decode()


def test_the_code_is_read_as_people_type_it(api, invoice):
    assert ask(api, "acme", grouped_code(invoice.verification_code).lower()).status == 200


def test_a_void_invoice_says_so(api, acme):
    void = issued_invoice("ten_acme", "cus_one", status="void")
    assert ask(api, "acme", void.verification_code).json["void"] is True


def test_another_portal_an_absent_code_and_a_draft_answer_alike(api, globex, invoice):
    draft_invoice("ten_acme", "cus_one")
    replies = [
        ask(api, "globex", invoice.verification_code),
        ask(api, "acme", "BCDFGHJKMNPQ"),
        ask(api, "nowhere", invoice.verification_code),
        ask(api, "acme", invoice.id),
    ]
    assert [reply.status for reply in replies] == [404] * 4
    assert len({reply.json["detail"] for reply in replies}) == 1


def test_guessing_is_slowed_down(api, invoice):
    statuses = [ask(api, "acme", "BCDFGHJKMNPQ").status for _ in range(61)]
    assert statuses == [404] * 60 + [429]


def test_an_unknown_parameter_is_named(api, invoice):
    reply = api.get(f"/portals/acme/verifications/{invoice.verification_code}", query={"colour": "x"})
    assert (reply.status, reply.fields) == (422, ["colour"])

"""What we write about money, in English and German."""

from datetime import date

import pytest

from chalicelib.core.letters import typeset
from chalicelib.core.portal import Merchant, Organization, PortalSettings
from chalicelib.payments.emails import Reader, write_failure, write_receipt
from chalicelib.payments.entity import Allocation, MethodFace, Part, Payment, PaymentAttempt
from chalicelib.payments.reasons import _REASONS, reason_of

SITE = "https://portal.example.com"


def merchant(**portal):
    settings = PortalSettings(**{"enabled": True, "portal_name": "acme", **portal})
    return Merchant(
        tenant_id="ten_1", organization=Organization(name="Acme GmbH", email="office@acme.example"), portal=settings
    )


def a_payment(**more):
    values = {
        "tenant_id": "ten_1", "customer_id": "cus_1", "id": "pay_1", "number": "R-00007", "date": date(2026, 3, 16),
        "method": "card", "face": MethodFace(brand="visa", last4="4242"), "amount": 132750, "currency": "EUR",
        "invoices": [Allocation(invoice_id="inv_1", number="INV-1", amount=132750)], "language": "en",
        "document_key": "receipts/x.pdf", "created_at": "2026-03-16T12:00:00.000Z", **more,
    }  # fmt: skip
    return Payment(**values)


def an_attempt(**more):
    values = {
        "tenant_id": "ten_1", "customer_id": "cus_1", "id": "att_1",
        "parts": [Part(invoice_id="inv_1", number="INV-1", generation=0, amount=132750)],
        "amount": 132750, "currency": "EUR", "contact_id": "con_1", "state": "failed", "ask": {},
        "asked_at": 0, "created_at": "2026-03-16T12:00:00.000Z", "check_at": "2026-03-16T12:10:00.000Z",
        "failure_code": "insufficient_funds", **more,
    }  # fmt: skip
    return PaymentAttempt(**values)


def text_of(sheet, house=None):
    return typeset(sheet.letter, house or merchant(), SITE).text


def test_a_receipt_names_number_amount_date_and_card():
    text = text_of(write_receipt(merchant(), Reader("ada@example.com", "Ada", "en"), a_payment(), SITE))
    for fact in ("Hello Ada,", "R-00007", "€1,327.50", "INV-1", "16\u00a0March\u00a02026", "Card •••• 4242"):
        assert fact in text
    assert f"\n{SITE}/acme/payments/pay_1\n" in text


def test_a_german_receipt_is_german():
    sheet = write_receipt(merchant(), Reader("ada@example.com", "Ada", "de"), a_payment(method="bank_transfer"), SITE)
    assert sheet.letter.subject == "Beleg R-00007: 1.327,50\u00a0€"
    for fact in ("Guten Tag Ada,", "Überweisung", "Rechnung INV-1"):
        assert fact in text_of(sheet)


def test_money_that_was_owed_no_more_is_named_as_credit():
    payment = a_payment(credited=32750)
    assert "€327.50 of it was not owed any more" in text_of(
        write_receipt(merchant(), Reader("a@b.example", "A", "en"), payment, SITE)
    )


def test_a_payment_for_no_invoice_goes_to_the_account():
    payment = a_payment(credited=132750, invoices=[])
    assert "for your account" in text_of(write_receipt(merchant(), Reader("a@b.example", "A", "en"), payment, SITE))


def test_the_receipt_is_attached_under_its_number():
    (document,) = write_receipt(merchant(), Reader("a@b.example", "A", "en"), a_payment(), SITE).documents
    assert (document.key, document.filename) == ("receipts/x.pdf", "R-00007.pdf")


@pytest.mark.parametrize(
    ("language", "sentence"), [("en", "There was not enough money"), ("de", "Das Konto war nicht gedeckt.")]
)
def test_a_failure_says_why_and_leads_to_the_page_that_can_fix_it(language, sentence):
    text = text_of(write_failure(merchant(), Reader("a@b.example", "A", language), an_attempt(), SITE))
    assert sentence in text
    assert f"\n{SITE}/acme/invoices/inv_1/pay\n" in text


def test_what_is_nobodys_business_is_not_told():
    text = text_of(write_failure(merchant(), Reader("a@b.example", "A", "en"), an_attempt(failure_code="stolen"), SITE))
    assert "stolen" not in text
    assert reason_of(None, "en") == ""


def test_both_languages_know_the_same_reasons():
    assert set(_REASONS["en"]) == set(_REASONS["de"])


def test_while_the_portal_is_off_there_is_no_link_to_it():
    off = merchant(enabled=False)
    assert "http" not in text_of(write_receipt(off, Reader("a@b.example", "A", "en"), a_payment(), SITE), off)


def test_another_language_is_written_in_english():
    sheet = write_receipt(merchant(), Reader("a@b.example", "A", "fr"), a_payment(), SITE)
    assert sheet.letter.language == "en"


def test_v14_a_name_cannot_break_out_of_the_subject():
    payment = a_payment(number="R-1\r\nBcc: x@evil.example")
    message = typeset(
        write_receipt(merchant(), Reader("a@b.example", "A", "en"), payment, SITE).letter, merchant(), SITE
    )
    assert "\n" not in message.subject
    assert "\r" not in message.subject

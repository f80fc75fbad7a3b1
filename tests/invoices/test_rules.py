"""What an invoice comes to, and what its status is today."""

from datetime import date, timedelta

import pytest

from chalicelib.core.errors import Invalid
from chalicelib.core.identity import StaffUser
from chalicelib.core.money import MAX_AMOUNT
from chalicelib.invoices import rules
from tests.fixtures.invoices import TODAY, a_line, a_settlement, an_invoice, an_issued_invoice
from tests.outbox.letters import ACME

YESTERDAY = TODAY - timedelta(days=1)


def totals(*lines):
    return rules.totals_of(lines, "VAT")


def test_a_line_is_quantity_times_price_rounded_half_up():
    cases = {("0.5", 1): 1, ("1.5", 333): 500, ("2.4999", 100): 250, ("0.0001", 4999): 0, ("0.0001", 5000): 1}
    assert {key: a_line(unit_price=key[1], quantity=key[0]).amount for key in cases} == cases


def test_tax_is_rounded_once_per_rate_and_not_per_line():
    taxes, subtotal, tax_total, total = totals(*[a_line(unit_price=3, tax_rate="19")] * 3)
    assert (subtotal, tax_total, total) == (9, 2, 11)  # 1.71 becomes 2; three times 0.57 would become 3
    assert [(tax.rate, tax.base, tax.amount) for tax in taxes] == [("19", 9, 2)]


def test_half_a_minor_unit_of_tax_is_rounded_up():
    assert totals(a_line(unit_price=50, tax_rate="19")).tax_total == 10  # 9.5
    assert totals(a_line(unit_price=150, tax_rate="7")).tax_total == 11  # 10.5: to even would be 10


def test_rates_written_differently_are_one_rate():
    taxes = totals(a_line(tax_rate="19"), a_line(tax_rate="19.00"), a_line(tax_rate="019.0")).taxes
    assert [(tax.rate, tax.base, tax.amount) for tax in taxes] == [("19", 30000, 5700)]


def test_every_rate_has_its_own_row_the_highest_first_and_zero_too():
    taxes = totals(a_line(tax_rate="0"), a_line(tax_rate="7"), a_line(tax_rate="19"), a_line(tax_rate="10.5")).taxes
    assert [(tax.rate, tax.amount) for tax in taxes] == [("19", 1900), ("10.5", 1050), ("7", 700), ("0", 0)]


@pytest.mark.parametrize(("price", "expected"), [(1234, 1468), (1, 1), (3, 4)])
def test_yen_have_no_decimals_and_round_to_whole_yen(price, expected):
    assert totals(a_line(unit_price=price)).total == expected


def test_dinars_have_three_decimals_and_round_to_the_fils():
    line = a_line(unit_price=1234567, quantity="1.5", tax_rate="5")
    assert (line.amount, totals(line).tax_total) == (1851851, 92593)  # 1851850.5 fils, 92592.55 fils


@pytest.mark.asvs("1.4.2", "2.3.2")
def test_more_than_an_invoice_can_hold_is_refused_by_name():
    assert totals(a_line(unit_price=MAX_AMOUNT, tax_rate="0")).total == MAX_AMOUNT
    with pytest.raises(Invalid) as refused:
        totals(a_line(unit_price=MAX_AMOUNT, tax_rate="0"), a_line(unit_price=1, tax_rate="0"))
    assert [path for path, _ in refused.value.errors] == ["lines"]


def test_the_tax_is_called_as_the_reader_calls_it():
    names = [rules.tax_name(language, has_vat_id=vat) for language in ("en", "de") for vat in (True, False)]
    assert names == ["VAT", "Tax", "USt.", "Steuer"]


@pytest.mark.parametrize(
    ("more", "today", "expected"),
    [
        ({}, TODAY, "sent"),
        ({"viewed_at": "2026-03-16T12:00:00.000Z"}, TODAY, "viewed"),
        ({"paid": 100}, TODAY, "partially_paid"),
        ({"paid": 100, "viewed_at": "2026-03-16T12:00:00.000Z"}, TODAY, "partially_paid"),
        ({"paid": 11900}, TODAY, "paid"),
        ({"due_date": TODAY}, TODAY, "sent"),
        ({"due_date": YESTERDAY}, TODAY, "overdue"),
        ({"due_date": YESTERDAY, "paid": 100}, TODAY, "overdue"),
        ({"due_date": YESTERDAY, "paid": 11900}, TODAY, "paid"),
        ({"due_date": YESTERDAY, "status": "void"}, TODAY, "void"),
        ({"lines": [a_line(unit_price=0)]}, TODAY, "paid"),
        ({"lines": [a_line(unit_price=0)], "due_date": YESTERDAY}, TODAY, "paid"),
    ],
)
def test_the_status_of_an_issued_invoice(more, today, expected):
    invoice = an_issued_invoice(**more)
    assert rules.status_of(invoice, today) == expected


def test_what_was_kept_before_midnight_is_overdue_after_it():
    invoice = an_issued_invoice(due_date=TODAY)
    assert (invoice.status, rules.status_of(invoice, TODAY + timedelta(days=1))) == ("sent", "overdue")


def test_a_draft_stays_one_however_late_it_is():
    assert rules.status_of(an_invoice(due_date=date(2020, 1, 1)), TODAY) == "draft"


@pytest.mark.parametrize(
    ("more", "error"),
    [
        ({"paid": 100}, rules.InvoiceHasPayments),
        ({"paid": 11900}, rules.InvoiceHasPayments),
        ({"status": "void"}, rules.InvoiceVoid),
        ({"lines": [a_line(unit_price=0)]}, rules.InvoiceAlreadyPaid),
        ({"attempt_id": "att_1"}, rules.PaymentPending),
        # Paid and refunded by re-opening it: nothing is settled, but it has a history.
        ({"settlements": [a_settlement(status="refunded")]}, rules.InvoiceHasPayments),
    ],
)
def test_what_cannot_be_voided(more, error):
    with pytest.raises(error):
        rules.check_may_void(an_issued_invoice(**more))


def test_a_draft_cannot_be_voided():
    with pytest.raises(rules.InvoiceNotIssued):
        rules.check_may_void(an_invoice())


@pytest.mark.parametrize(
    ("more", "goes_back"),
    [
        ({}, True),
        ({"refunded": 11899}, True),
        ({"refunded": 11900}, False),
        ({"method": "write_off"}, False),
        ({"status": "disputed"}, False),
        ({"status": "charged_back"}, False),
        ({"status": "partially_refunded", "refunded": 100}, True),
    ],
)
def test_staff_are_offered_a_refund_of_what_came_in_and_did_not_go_back_yet(more, goes_back):
    invoice = an_issued_invoice(paid=11900).model_copy(update={"settlements": [a_settlement().model_copy(update=more)]})
    accountant = StaffUser(
        merchant=ACME, staff_id="stf_1", email="s@acme.example", name="Sam", role="accountant", session_id="ses_1",
        request_id="req_1", authenticated_at=0,
    )  # fmt: skip
    assert ("refund" in rules.actions_of(invoice, accountant)) is goes_back

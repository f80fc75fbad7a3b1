"""Tax categories of EN 16931: said by staff or by the rate, on the page, in the data, and never against the norm."""

import pytest

from chalicelib.adapters.dynamodb import transaction
from chalicelib.adapters.pdf import gaps, invoice_xml, render
from chalicelib.adapters.pdf.invoice_sheet import invoice_sheet
from chalicelib.core.documents import EXEMPTION_REASONS
from chalicelib.core.fields import Address
from chalicelib.customers.find import find_customer
from chalicelib.customers.store import table as customers
from chalicelib.invoices.entity import Line, Tax
from chalicelib.invoices.find import find_whole_for_staff
from chalicelib.invoices.paper import paper_of
from chalicelib.tenants.store import tenants
from tests.adapters.pdf.judges import broken_rules, schema_error

LINE = {"description": "Robot arm", "quantity": "1", "unit_price": 10000, "tax_rate": "0"}
TAXED = {**LINE, "tax_rate": "19"}


@pytest.fixture
def norm(acme):
    """A merchant and a customer with all that the norm asks for."""
    address = Address(line1="1 Main St", city="Berlin", postal_code="10119", country="DE")
    acme.organization = acme.organization.model_copy(
        update={"address": address, "vat_id": "DE123456789", "tax_id": "37/1"}
    )
    customer = find_customer("ten_acme", "cus_one")
    with transaction() as tx:
        tenants.save(tx, acme)
        known = {
            "billing_address": address.model_copy(update={"country": "FR"}),
            "tax_id": "FR12345678901",
            "email": "a@x.example",
        }
        customers.save(tx, customer.model_copy(update=known))


def draft(api, person, *lines):
    body = {"customer_id": "cus_one", "currency": "EUR", "due_date": "2026-03-30", "lines": list(lines)}
    return api.post("/merchant/invoices", body, token=person.token)


def send(api, person, draft):
    return api.post(f"/merchant/invoices/{draft.json['id']}/sending", {}, token=person.token)


def change_customer(**changes):
    with transaction() as tx:
        customers.save(tx, find_customer("ten_acme", "cus_one").model_copy(update=changes))


@pytest.mark.parametrize(
    "lines",
    [
        [TAXED],
        [{**LINE, "tax_category": "Z"}, TAXED],
        [{**LINE, "tax_category": "E"}, TAXED],
        [{**LINE, "tax_category": "AE"}],
        [{**LINE, "tax_category": "O"}, {**LINE, "tax_category": "O"}],
        [{**LINE, "tax_category": "Z"}, {**LINE, "tax_category": "E"}, {**LINE, "tax_category": "AE"}, TAXED],
    ],
    ids=["S", "Z", "E", "AE", "O", "all that mix"],
)
@pytest.mark.parametrize("language", ["en", "de"])
def test_an_invoice_of_each_category_is_an_electronic_one_and_says_why_there_is_no_tax(
    api, staff, norm, lines, language
):
    change_customer(language=language)
    sent = send(api, staff(), draft(api, staff(), *lines))
    assert sent.status == 200
    document = paper_of(find_whole_for_staff("ten_acme", sent.json["id"]))
    assert gaps(document) == ()
    xml = invoice_xml(document)
    assert (schema_error(xml), broken_rules(xml)) == (None, [])
    asked = {line["tax_category"] for line in lines if "tax_category" in line}
    reasons = [EXEMPTION_REASONS[language][category] for category in ("E", "AE", "O") if category in asked]
    said = [text for part in invoice_sheet(document)["prose"] for text in part["texts"]]
    assert sorted(said) == sorted(reasons)
    assert sorted(tax["reason"] for tax in sent.json["taxes"] if tax["reason"]) == sorted(reasons)
    assert all(reason.encode() in xml for reason in reasons)
    assert render(document).xml == xml


def test_lines_of_one_rate_and_two_categories_are_two_taxes(api, staff, acme):
    made = draft(api, staff(), {**LINE, "tax_category": "E"}, LINE, {**LINE, "tax_category": "E"}, TAXED).json
    assert [(tax["rate"], tax["category"], tax["base"]) for tax in made["taxes"]] == [
        ("19", "S", 10000),
        ("0", "E", 20000),
        ("0", "Z", 10000),
    ]
    assert [line["tax_category"] for line in made["lines"]] == ["E", "Z", "E", "S"]


def test_what_the_norm_does_not_allow_is_said_in_words(api, staff, acme):
    bad = [{**TAXED, "tax_category": "AE"}, {**LINE, "tax_category": "S"}, {**LINE, "tax_category": "O"}]
    reply = draft(api, staff(), *bad)
    assert (reply.status, reply.json["errors"]) == (
        422,
        [
            {"path": "lines.0.tax_category", "message": "Tax category AE needs a tax rate of 0."},
            {"path": "lines.1.tax_category", "message": "Tax category S needs a tax rate above 0."},
            {"path": "lines.2.tax_category", "message": "Lines that are not subject to VAT (O) need an invoice of their own."},
        ],
    )  # fmt: skip


def test_changed_lines_are_held_to_the_same_rules(api, staff, acme):
    made = draft(api, staff(), TAXED)
    path = f"/merchant/invoices/{made.json['id']}"
    wrong = api.patch(path, {"lines": [{**TAXED, "tax_category": "O"}]}, token=staff().token)
    assert (wrong.status, wrong.fields) == (422, ["lines.0.tax_category"])
    right = api.patch(path, {"lines": [{**LINE, "tax_category": "O"}]}, token=staff().token).json
    assert [(tax["category"], tax["reason"]) for tax in right["taxes"]] == [("O", "Not subject to VAT.")]


def test_reverse_charge_waits_for_the_customers_number(api, staff, norm):
    change_customer(tax_id="")
    made = draft(api, staff(), {**LINE, "tax_category": "AE"})
    assert made.status == 201
    refused = send(api, staff(), made)
    assert (refused.status, refused.code) == (409, "buyer_tax_id_missing")
    assert "VAT number" in refused.json["detail"]
    assert find_whole_for_staff("ten_acme", made.json["id"]).status == "draft"
    change_customer(tax_id="FR12345678901")
    assert send(api, staff(), made).status == 200


def test_other_categories_ask_no_number(api, staff, norm):
    change_customer(tax_id="")
    for category in ("Z", "E", "O"):
        assert send(api, staff(), draft(api, staff(), {**LINE, "tax_category": category})).status == 200


def test_an_invoice_that_was_kept_without_categories_has_those_of_its_rates(acme):
    old = {"description": "Arm", "quantity": "1", "unit_price": 100, "tax_rate": "0", "amount": 100}
    assert [Line(**old).tax_category, Line(**{**old, "tax_rate": "7"}).tax_category] == ["Z", "S"]
    assert [Tax(name="VAT", rate=rate, base=1, amount=0).category for rate in ("0", "0.5")] == ["Z", "S"]

"""Staff write drafts."""

import pytest

from chalicelib.adapters.dynamodb import transaction
from chalicelib.customers.find import find_customer
from chalicelib.customers.store import table as customers
from chalicelib.invoices.find import find_for_staff
from chalicelib.tenants.store import tenants
from tests.fixtures.invoices import actions
from tests.fixtures.people import a_customer

LINE = {"description": "Robot arm", "quantity": "2", "unit_price": 50000, "tax_rate": "19"}
DRAFT = {"customer_id": "cus_one", "currency": "EUR", "due_date": "2026-03-30", "lines": [LINE]}


def create(api, person, **more):
    body = {name: value for name, value in {**DRAFT, **more}.items() if value is not ...}
    return api.post("/merchant/invoices", body, token=person.token)


def test_a_draft_has_sums_and_no_number(api, staff):
    reply = create(api, staff("accountant"), notes="Thank you.\r\nSee you.", terms="30 days")
    invoice = reply.json
    assert (reply.status, invoice["status"], invoice["number"]) == (201, "draft", None)
    assert (invoice["subtotal"], invoice["tax_total"], invoice["total"]) == (100000, 19000, 119000)
    assert (invoice["balance"], invoice["amount_paid"], invoice["issue_date"]) == (0, 0, "2026-03-16")
    assert invoice["lines"] == [{**LINE, "tax_category": "S", "amount": 100000}]
    assert invoice["taxes"] == [
        {"name": "Tax", "rate": "19", "category": "S", "reason": "", "base": 100000, "amount": 19000}
    ]
    assert (invoice["notes"], invoice["terms"]) == ("Thank you.\nSee you.", "30 days")
    assert (invoice["seller"], invoice["buyer"], invoice["sha256"]) == (None, None, None)
    assert invoice["actions"] == ["edit", "send"]


def test_a_draft_is_kept_with_one_audit_row_and_owes_nothing(api, staff):
    invoice_id = create(api, staff()).json["id"]
    assert find_for_staff("ten_acme", invoice_id).total == 119000
    assert actions(invoice_id) == ["invoice.drafted"]
    assert find_customer("ten_acme", "cus_one").outstanding == {}


def test_a_customer_with_a_draft_cannot_be_removed_any_more(api, staff):
    fresh = a_customer("ten_acme", "cus_new")
    create(api, staff(), customer_id=fresh.id)
    assert find_customer("ten_acme", "cus_new").in_use


def test_the_same_idempotency_key_makes_one_draft(api, staff):
    token = staff().token
    first = api.post("/merchant/invoices", DRAFT, token=token, key="k1")
    again = api.post("/merchant/invoices", DRAFT, token=token, key="k1")
    assert (again.status, again.json["id"], again.headers["Idempotent-Replayed"]) == (201, first.json["id"], "true")


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"customer_id": "cus_nobody"}, "customer_id"),
        ({"customer_id": "cus_three"}, "customer_id"),  # of globex: answers like one that is not there
        ({"customer_id": "../cus_one"}, "customer_id"),
        ({"customer_id": ...}, "customer_id"),
        ({"currency": "XXX"}, "currency"),
        ({"currency": "eur"}, "currency"),
        ({"due_date": ...}, "due_date"),
        ({"due_date": "30.03.2026"}, "due_date"),
        ({"due_date": "2026-02-30"}, "due_date"),
        ({"due_date": 1774828800}, "due_date"),
        ({"due_date": "2026-03-30T00:00:00Z"}, "due_date"),
        ({"due_date": "0001-01-01"}, "due_date"),
        ({"issue_date": "2026-04-01"}, "due_date"),
        ({"lines": []}, "lines"),
        ({"lines": ...}, "lines"),
        ({"lines": [LINE] * 201}, "lines"),
        ({"lines": [{**LINE, "description": "ロ" * 1000}] * 100}, "lines"),
        ({"lines": [{**LINE, "tax_rate": str(rate)} for rate in range(21)]}, "lines"),
        ({"lines": [{**LINE, "quantity": "1000000", "unit_price": 10**12}]}, "lines"),
        ({"lines": [{**LINE, "quantity": 2}]}, "lines.0.quantity"),
        ({"lines": [{**LINE, "quantity": "0"}]}, "lines.0.quantity"),
        ({"lines": [{**LINE, "quantity": "-1"}]}, "lines.0.quantity"),
        ({"lines": [{**LINE, "quantity": "1e3"}]}, "lines.0.quantity"),
        ({"lines": [{**LINE, "quantity": "NaN"}]}, "lines.0.quantity"),
        ({"lines": [{**LINE, "unit_price": 1.5}]}, "lines.0.unit_price"),
        ({"lines": [{**LINE, "unit_price": "100"}]}, "lines.0.unit_price"),
        ({"lines": [{**LINE, "unit_price": -1}]}, "lines.0.unit_price"),
        ({"lines": [{**LINE, "unit_price": True}]}, "lines.0.unit_price"),
        ({"lines": [{**LINE, "tax_rate": "101"}]}, "lines.0.tax_rate"),
        ({"lines": [{**LINE, "tax_rate": "19%"}]}, "lines.0.tax_rate"),
        ({"lines": [{**LINE, "tax_category": "s"}]}, "lines.0.tax_category"),
        ({"lines": [{**LINE, "tax_category": "K"}]}, "lines.0.tax_category"),
        ({"lines": [LINE, {**LINE, "tax_category": "Z"}]}, "lines.1.tax_category"),
        ({"lines": [{**LINE, "tax_category": "E"}]}, "lines.0.tax_category"),
        ({"lines": [{**LINE, "tax_category": "AE"}]}, "lines.0.tax_category"),
        ({"lines": [{**LINE, "tax_category": "O"}]}, "lines.0.tax_category"),
        ({"lines": [{**LINE, "tax_rate": "0.0", "tax_category": "S"}]}, "lines.0.tax_category"),
        ({"lines": [LINE, {**LINE, "tax_rate": "0", "tax_category": "O"}]}, "lines.1.tax_category"),
        ({"lines": [LINE, {**LINE, "description": ""}]}, "lines.1.description"),
        ({"lines": [{**LINE, "description": "a\x00b"}]}, "lines.0.description"),
        ({"lines": [{**LINE, "amount": 1}]}, "lines.0.amount"),
        ({"notes": "x" * 4001}, "notes"),
        ({"notes": "a\u2028b"}, "notes"),
    ],
)
@pytest.mark.asvs("2.2.3")
def test_what_is_wrong_is_named(api, staff, globex, more, field):
    reply = create(api, staff(), **more)
    assert (reply.status, reply.fields) == (422, [field])


@pytest.mark.parametrize(
    "attribute",
    ["id", "number", "status", "tenant_id", "subtotal", "total", "taxes", "settled", "refunded", "settlements", "version",
     "generation", "attempt_id", "document_key", "sha256", "snapshot", "verification_code", "viewed_at", "issued_at",
     "plan_code", "subscription_id", "date_chosen", "created_at"],
)  # fmt: skip
def test_v05_no_attribute_of_ours_is_taken_from_the_body(api, staff, attribute):
    reply = create(api, staff(), **{attribute: 1})
    assert (reply.status, reply.fields) == (422, [attribute])


@pytest.mark.parametrize(
    ("currency", "price", "quantity", "rate", "total"),
    [("JPY", 1234, "1", "10", 1357), ("JPY", 5, "0.5", "0", 3), ("KWD", 1234567, "1.5", "5", 1944444)],
)
def test_currencies_without_and_with_three_decimals(api, staff, currency, price, quantity, rate, total):
    line = {"description": "Part", "quantity": quantity, "unit_price": price, "tax_rate": rate}
    reply = create(api, staff(), currency=currency, lines=[line])
    assert (reply.status, reply.json["currency"], reply.json["total"]) == (201, currency, total)


def test_a_merchant_with_a_vat_id_charges_vat_and_speaks_the_customers_language(api, staff, acme):
    acme.organization = acme.organization.model_copy(update={"vat_id": "DE123456789"})
    german = a_customer("ten_acme", "cus_de").model_copy(update={"language": "de", "version": 1})
    with transaction() as tx:
        tenants.save(tx, acme)
        customers.save(tx, german)
    assert create(api, staff(), customer_id="cus_de").json["taxes"][0]["name"] == "USt."
    assert create(api, staff()).json["taxes"][0]["name"] == "VAT"


def test_a_past_due_date_without_an_issue_date_is_taken(api, staff):
    assert create(api, staff(), due_date="2026-03-01").status == 201


def test_a_stranger_and_a_client_cannot_write_drafts(api, staff, ada):
    assert api.post("/merchant/invoices", DRAFT).status == 401
    assert api.post("/merchant/invoices", DRAFT, token=ada.token).status == 401


def test_support_may_not_write_drafts_and_is_told_so_before_the_body_is_read(api, staff):
    assert create(api, staff("support")).status == 403
    assert create(api, staff("support"), colour="blue").status == 403

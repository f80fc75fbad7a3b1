"""A client sees and changes its own company's details."""

import pytest

from tests.faults.harness import audited, outbox_rows
from tests.fixtures.people import change_customer_row, change_portal

COMPANY = "/portal/company"
ADDRESS = {"line1": "Torstraße 1", "line2": "", "city": "Berlin", "state": "", "postal_code": "10119", "country": "DE"}


def test_an_owner_changes_the_company_and_what_is_left_out_stays(api, ada):
    body = {"company_name": "Lovelace GmbH", "tax_id": "DE 136 695 976", "billing_address": ADDRESS}
    reply = api.patch(COMPANY, body, token=ada.token)
    assert reply.status == 200
    assert {name: reply.json[name] for name in body} == body
    assert (reply.json["id"], reply.json["display_name"]) == ("cus_one", "Lovelace Ltd")
    assert api.get(COMPANY, token=ada.token).json == reply.json


def test_staff_see_what_the_client_changed_and_the_audit_tells_the_fields_only(api, ada, staff):
    api.patch(COMPANY, {"shipping_address": ADDRESS, "phone": "+49 30 1"}, token=ada.token)
    seen = api.get("/merchant/customers/cus_one", token=staff().token).json
    assert (seen["shipping_address"], seen["phone"]) == (ADDRESS, "+49 30 1")
    [told] = [
        one
        for one in api.get("/merchant/audit", token=staff().token).json["items"]
        if one["action"] == "customer.updated"
    ]
    assert (told["actor"]["id"], told["changes"]) == (ada.id, {"fields": "phone, shipping_address"})


def test_the_merchant_is_told_what_is_new_and_answers_go_to_the_client(api, ada):
    api.patch(COMPANY, {"billing_address": ADDRESS, "company_name": ""}, token=ada.token)
    [mail] = outbox_rows()
    assert (mail.to, mail.reply_to) == ("office@acme.example", "ada@example.com")
    assert "Torstraße 1, 10119 Berlin, DE" in mail.text
    assert "company_name" not in mail.text


def test_the_merchant_who_wants_no_mail_gets_none(api, ada):
    change_portal("ten_acme", notify_staff_of_activity=False)
    api.patch(COMPANY, {"phone": "+49 30 1"}, token=ada.token)
    assert (outbox_rows(), audited("customer.updated", "cus_one")) == ([], 1)


def test_what_is_as_before_is_no_change(api, ada):
    reply = api.patch(COMPANY, {"display_name": "Lovelace Ltd", "phone": "", "email": None}, token=ada.token)
    assert (reply.status, outbox_rows(), audited("customer.updated", "cus_one")) == (200, [], 0)


def test_what_is_owed_stays_when_the_details_change(api, ada, staff):
    change_customer_row("cus_one", outstanding={"EUR": 4200})
    api.patch(COMPANY, {"phone": "+49 30 1"}, token=ada.token)
    seen = api.get("/merchant/customers/cus_one", token=staff().token).json
    assert seen["outstanding"] == [{"currency": "EUR", "amount": 4200}]


@pytest.mark.parametrize(
    "body",
    [{"id": "cus_two"}, {"tenant_id": "ten_globex"}, {"currency": "USD"}, {"outstanding": {}}, {"credit": {}}, {"version": 1},
     {"gateway_ref": "cus_x"}, {"display_name": ""}, {"phone": "1" * 41}, {"company_name": "A\r\nBcc: x"},
     {"tax_id": "DE12345"}, {"tax_id": "no digits"}, {"tax_id": "<b>1</b>"}, {"email": "nobody"}],
    ids=str,
)  # fmt: skip
def test_V05_V14_what_is_not_ones_own_or_ill_formed_is_refused_by_field(api, ada, body):
    reply = api.patch(COMPANY, body, token=ada.token)
    assert (reply.status, reply.fields) == (422, list(body))


def test_a_country_that_is_none_is_named_where_it_stands(api, ada):
    reply = api.patch(COMPANY, {"billing_address": {"country": "Germany", "planet": "Earth"}}, token=ada.token)
    assert reply.status == 422
    assert {path.rpartition(".")[0] or path for path in reply.fields} == {"billing_address"}


def test_a_colleague_reads_and_does_not_write(api, ada, bob):
    assert api.get(COMPANY, token=bob.token).json["id"] == "cus_one"
    for body in ({"phone": "1"}, {"nonsense": 1}):
        reply = api.patch(COMPANY, body, token=bob.token)
        assert (reply.status, reply.code) == (403, "role_too_low")


def test_the_setting_closes_it_before_the_body_is_read(api, ada):
    change_portal("ten_acme", allow_company_edit=False)
    assert api.get(COMPANY, token=ada.token).code == "switched_off"
    assert api.patch(COMPANY, {"nonsense": 1}, token=ada.token).code == "switched_off"


def test_strangers_and_staff_are_not_signed_in_here(api, staff):
    for token in (None, staff().token):
        assert api.get(COMPANY, token=token).status == 401
        assert api.patch(COMPANY, {"phone": "1"}, token=token).status == 401


def test_v01_each_sees_its_own_company(api, ada, carol, eve):
    assert [api.get(COMPANY, token=one.token).json["id"] for one in (ada, carol)] == ["cus_one", "cus_two"]
    api.patch(COMPANY, {"phone": "+49 30 1"}, token=ada.token)
    assert [api.get(COMPANY, token=one.token).json["phone"] for one in (carol, eve)] == ["", ""]

"""Looking through payments, for clients and for staff."""

import pytest

from chalicelib.payments.find import find_last_payment
from tests.fixtures.invoices import a_line


@pytest.fixture
def paid(desk, time):
    """Five payments on five days."""
    card = desk.card()
    found = []
    for number in range(1, 6):
        invoice = desk.invoice(number=number, lines=[a_line(1000 * number, tax_rate="0")])
        found.append(desk.pay(invoice, card).json["payment_id"])
        time.move(days=1)
    return found


def test_payments_come_newest_first_in_pages(desk, paid):
    first = desk.api.get("/portal/payments", token=desk.ada.token, query={"limit": 3}).json
    rest = desk.api.get("/portal/payments", token=desk.ada.token, query={"cursor": first["next_cursor"]}).json
    assert [payment["id"] for payment in first["items"] + rest["items"]] == paid[::-1]
    assert rest["next_cursor"] is None


def test_a_colleague_who_may_only_look_may_look(desk, paid, bob):
    assert desk.api.get(f"/portal/payments/{paid[0]}", token=bob.token).json["amount"] == 1000


def test_v01_nobody_else_sees_them(desk, paid, carol, eve):
    for stranger in (carol, eve):
        assert desk.api.get("/portal/payments", token=stranger.token).json["items"] == []
        for path in ("", "/receipt"):
            assert desk.api.get(f"/portal/payments/{paid[0]}{path}", token=stranger.token).status == 404
    assert desk.api.get("/portal/payments").status == 401


def test_v01_a_cursor_belongs_to_its_customer(desk, paid, carol):
    cursor = desk.api.get("/portal/payments", token=desk.ada.token, query={"limit": 1}).json["next_cursor"]
    assert desk.api.get("/portal/payments", token=carol.token, query={"cursor": cursor}).status == 400


def test_an_absent_payment_and_an_absent_attempt_are_not_found(desk):
    for path in ("payments/pay_absent", "payments/pay_absent/receipt", "payment-attempts/att_absent"):
        assert desk.api.get(f"/portal/{path}", token=desk.ada.token).status == 404


def test_v01_nobody_else_sees_an_attempt(desk, carol, eve, bob):
    reply = desk.pay(desk.invoice())
    path = f"/portal/payment-attempts/{reply.json['id']}"
    assert [desk.api.get(path, token=one.token).status for one in (carol, eve, bob)] == [404, 404, 200]
    assert desk.api.get(path).status == 401


def test_an_unknown_parameter_is_named(desk):
    reply = desk.api.get("/portal/payments", token=desk.ada.token, query={"customer": "cus_two"})
    assert (reply.status, reply.fields) == (422, ["customer"])


def test_staff_see_whose_payment_it_is(desk, paid, staff, stranger_staff):
    page = desk.api.get("/merchant/payments", token=staff("support").token, query={"limit": 2}).json
    assert [payment["id"] for payment in page["items"]] == [paid[4], paid[3]]
    assert {payment["customer_id"] for payment in page["items"]} == {"cus_one"}
    assert page["items"][0]["charge_id"].startswith("ch_")
    rest = desk.api.get("/merchant/payments", token=staff("support").token, query={"cursor": page["next_cursor"]}).json
    assert len(rest["items"]) == 3
    assert desk.api.get("/merchant/payments", token=stranger_staff.token).json["items"] == []
    assert desk.api.get("/merchant/payments").status == 401


def test_the_last_payment_is_the_newest_by_date(desk, paid):
    last = find_last_payment(f"{desk.ada.tenant_id}#cus_one")
    assert last is not None
    assert last.id == paid[-1]
    assert find_last_payment(f"{desk.ada.tenant_id}#cus_two") is None


def test_money_that_is_recorded_late_stands_at_its_own_day(desk, paid, staff):
    path = f"/merchant/invoices/{desk.invoice(number=9).id}/payments"
    body = {"method": "cash", "amount": 100, "date": "2026-03-01"}
    reply = desk.api.post(path, body, token=staff("owner").token, key="late")
    assert reply.status == 201
    listed = desk.api.get("/portal/payments", token=desk.ada.token).json["items"]
    assert [payment["date"] for payment in listed][-2:] == ["2026-03-16", "2026-03-01"]

"""The gateway tells that money went back: refunds of its own console, refunds that fail, disputes."""

import pytest

from chalicelib.adapters.gateways.events import GatewayEvent
from chalicelib.core import clock
from chalicelib.core.identity import Machine
from chalicelib.customers.store import table as customers
from chalicelib.payments.handle_return import handle_return
from chalicelib.payments.rules import EventNotOurs
from chalicelib.payments.walk import walk_refunds
from chalicelib.tenants.find import find_merchant
from tests.fixtures.books import check_books, ledger, old_credit, payments
from tests.fixtures.gateway import KEY
from tests.fixtures.invoices import mails
from tests.fixtures.people import change_portal


@pytest.fixture
def paid(desk, staff):
    staff("accountant")
    invoice = desk.invoice()
    assert desk.pay(invoice, desk.card()).status == 201
    desk.bank.deliver()
    return invoice


def give_back(desk, amount, charge=None):
    """In the gateway's own console."""
    charge = charge or payments()[0].charge_id
    status, row = desk.bank.provider.call(KEY, "POST", "/v1/refunds", f"charge={charge}&amount={amount}")
    assert status == 200
    return row["id"]


def kinds():
    return sorted(entry.kind for entry in ledger())


def test_a_refund_made_elsewhere_is_booked_once(desk, paid):
    give_back(desk, 1900)
    assert set(desk.bank.deliver(times=2)) == {200}
    assert desk.now(paid).refunded == 1900
    assert (payments()[0].refunded, kinds()) == (1900, ["payment", "refund"])
    check_books(desk.bank)


def test_of_money_that_became_credit_the_credit_goes_first(desk, staff):
    invoice = desk.invoice()
    page = desk.pay(invoice)
    session = desk.bank.provider.rows("checkout.session")[0]
    body = {"method": "cash", "amount": 11900, "date": "2026-03-16"}
    desk.api.post(f"/merchant/invoices/{invoice.id}/payments", body, token=staff().token, key="k")
    store = desk.bank.provider.store
    account, _ = desk.bank.provider.account(KEY)
    store.put(account, "checkout.session", {**store.get(account, "checkout.session", session["id"]), "status": "open"})
    desk.bank.press(page.json["redirect_url"])
    desk.bank.deliver()
    assert customers.get("ten_acme", "cus_one").credit["EUR"] == 11900
    give_back(desk, 11900, payments()[1].charge_id)
    desk.bank.deliver()
    assert customers.get("ten_acme", "cus_one").credit["EUR"] == 0
    assert desk.now(invoice).refunded == 0
    check_books(desk.bank)


def test_what_of_it_is_credit_still_goes_first_and_the_rest_from_the_invoice_and_comes_back_alike(desk, staff):
    change_portal("ten_acme", allow_partial_payment=True)
    invoice = desk.invoice()
    page = desk.pay(invoice).json["redirect_url"]
    session = desk.bank.provider.rows("checkout.session")[0]
    cash = {"method": "cash", "amount": 4000, "date": "2026-03-16"}
    desk.api.post(f"/merchant/invoices/{invoice.id}/payments", cash, token=staff().token, key="k")
    store = desk.bank.provider.store
    account, _ = desk.bank.provider.account(KEY)
    store.put(account, "checkout.session", {**store.get(account, "checkout.session", session["id"]), "status": "open"})
    desk.bank.press(page)
    desk.bank.deliver()
    desk.pay(desk.invoice(number=2), amount=1000)  # out of the credit of 4000
    (charge,) = {one["id"] for one in desk.bank.provider.charged()}

    def now():
        (paid,) = [one for one in payments() if one.charge_id == charge]
        return paid.uncredited, desk.now(invoice).refunded, customers.get("ten_acme", "cus_one").credit["EUR"]

    first = give_back(desk, 5000, charge)
    desk.bank.deliver()
    assert now() == (3000, 2000, 0)
    old_credit(7000)  # what came otherwise stays, but for the 1000 of this payment that were used
    second = give_back(desk, 1500, charge)
    desk.bank.deliver()
    assert now() == (4000, 2500, 6000)
    for refund, expected in ((second, (3000, 2000, 7000)), (first, (0, 0, 10000))):
        desk.bank.provider.fail_refund(refund)
        desk.bank.deliver()
        assert now() == expected
    check_books(desk.bank)


def test_a_refund_that_is_told_before_its_charge_waits_for_it(desk):
    """Events come in any order: what comes too early is refused, and delivered again."""
    desk.pay(desk.invoice())
    page = desk.bank.provider.rows("checkout.session")[0]
    desk.bank.press(page["url"])
    charge = desk.bank.provider.charged()[0]["id"]
    give_back(desk, 1900, charge)
    waiting = desk.bank.provider.webhooks.waiting()
    (early,) = [place for place, one in enumerate(waiting) if one.type == "refund.created"]
    assert desk.bank.deliver([early]) == [503]
    assert ledger() == []
    desk.bank.deliver()
    assert set(desk.bank.deliver()) <= {200}
    assert kinds() == ["payment", "refund"]
    check_books(desk.bank)


def test_a_refund_of_a_charge_that_is_not_ours_is_ignored(desk):
    form = "amount=500&currency=eur&payment_method=pm_card_visa&confirm=true&payment_method_types[]=card"
    _, intent = desk.bank.provider.call(KEY, "POST", "/v1/payment_intents", form)
    give_back(desk, 500, intent["latest_charge"])
    assert set(desk.bank.deliver()) == {200}
    assert ledger() == []


def test_a_refund_that_fails_is_booked_back_and_staff_are_told(desk, paid):
    refund = give_back(desk, 1900)
    desk.bank.deliver()
    desk.bank.provider.fail_refund(refund)
    assert set(desk.bank.deliver(times=2)) == {200}
    assert kinds() == ["payment", "refund", "refund_failed"]
    assert (desk.now(paid).refunded, payments()[0].refunded, payments()[0].status) == (0, 0, "succeeded")
    assert [mail.to for mail in mails() if "failed" in (mail.subject or "")] == ["accountant@acme.example"]
    check_books(desk.bank)


def test_a_refund_that_failed_before_it_was_told_of_is_booked_both_ways(desk, paid):
    desk.bank.provider.fail_refund(give_back(desk, 1900))
    waiting = desk.bank.provider.webhooks.waiting()
    desk.bank.deliver([place for place, one in enumerate(waiting) if one.type == "refund.failed"])
    desk.bank.deliver()
    assert kinds() == ["payment", "refund", "refund_failed"]
    check_books(desk.bank)


def test_a_refund_that_re_opened_and_failed_settles_again(desk, paid, staff):
    path = f"/merchant/invoices/{paid.id}/refunds"
    assert desk.api.post(path, {"amount": 1900, "reopen": True}, token=staff().token, key="r").status == 201
    assert desk.now(paid).balance == 1900
    desk.bank.provider.fail_refund(desk.bank.provider.rows("refund")[0]["id"])
    desk.bank.deliver()
    assert (desk.now(paid).balance, desk.now(paid).status) == (0, "paid")
    check_books(desk.bank)


def test_what_was_owed_again_and_paid_meanwhile_becomes_credit_when_the_refund_fails(desk, paid, staff):
    path = f"/merchant/invoices/{paid.id}/refunds"
    desk.api.post(path, {"amount": 1900, "reopen": True}, token=staff().token, key="r")
    desk.pay(paid, desk.card())
    desk.bank.provider.fail_refund(desk.bank.provider.rows("refund")[0]["id"])
    desk.bank.deliver()
    assert customers.get("ten_acme", "cus_one").credit["EUR"] == 1900
    check_books(desk.bank)


def test_a_dispute_shows_on_payment_and_invoice_and_staff_are_told(desk, paid):
    desk.bank.provider.open_dispute(payments()[0].charge_id)
    assert set(desk.bank.deliver(times=2)) == {200}
    assert payments()[0].status == "disputed"
    now = desk.now(paid)
    assert (now.status, now.balance, now.settlements[0].status) == ("paid", 0, "disputed")
    assert [mail.to for mail in mails() if "disputed" in (mail.subject or "")] == ["accountant@acme.example"]
    assert kinds() == ["dispute", "payment"]
    check_books(desk.bank)


@pytest.mark.parametrize(("won", "status"), [(True, "succeeded"), (False, "charged_back")])
@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_its_end_is_booked_in_whatever_order_the_events_come(desk, paid, won, status, order):
    dispute = desk.bank.provider.open_dispute(payments()[0].charge_id)
    desk.bank.provider.close_dispute(dispute["id"], won=won)
    waiting = desk.bank.provider.webhooks.waiting()
    ends = [
        place for place, one in enumerate(waiting) if one.type in ("charge.dispute.created", "charge.dispute.closed")
    ]
    assert desk.bank.deliver([ends[place] for place in order]) == [200, 200]
    desk.bank.deliver()
    assert (payments()[0].status, desk.now(paid).settlements[0].status) == (status, status)
    assert kinds() == ["dispute", "dispute_won" if won else "dispute_lost", "payment"]
    check_books(desk.bank)


def test_a_disputed_payment_cannot_be_refunded(desk, paid, staff):
    desk.bank.provider.open_dispute(payments()[0].charge_id)
    desk.bank.deliver()
    path = f"/merchant/invoices/{paid.id}/refunds"
    assert desk.api.post(path, {"amount": 1}, token=staff().token, key="r").code == "nothing_to_refund"


def test_a_charge_that_is_disputed_at_once_is_booked_in_any_case(desk, staff):
    desk.pay(desk.invoice(), desk.card("pm_card_createDispute"))
    assert set(desk.bank.deliver()) == {200}
    check_books(desk.bank)


def test_a_second_refund_whose_news_overtakes_the_failure_of_the_first_waits_for_it(desk, paid):
    first = give_back(desk, 11900)
    desk.bank.deliver()
    desk.bank.provider.fail_refund(first)
    give_back(desk, 11900)
    assert 503 in desk.bank.deliver(order=[1, 0])
    assert payments()[0].refunded == 0
    desk.bank.deliver()
    assert (payments()[0].refunded, desk.now(paid).refunded) == (11900, 11900)
    check_books(desk.bank)


@pytest.mark.parametrize(
    ("kind", "status", "books"),
    [
        ("dispute_opened", "warning_needs_response", []),
        ("dispute_closed", "warning_closed", []),
        ("dispute_closed", "under_review", []),
        ("dispute_opened", "needs_response", ["dispute"]),
        ("dispute_closed", "lost", ["dispute", "dispute_lost"]),
    ],
)
def test_an_inquiry_of_the_bank_moves_no_money(desk, paid, kind, status, books):
    (payment,) = payments()
    event = GatewayEvent(
        id="evt_1", type="charge.dispute", kind=kind, created=clock.now(), livemode=False, status=status,
        dispute_id="du_1", charge_id=payment.charge_id, amount=11900, currency="EUR",
    )  # fmt: skip
    concerned = handle_return(Machine("ten_acme", "webhook", "req_1"), find_merchant("ten_acme"), event)
    assert (concerned, kinds()) == (bool(books), sorted([*books, "payment"]))


@pytest.fixture
def credited(desk, staff):
    """Paid twice, by cash and on a page that was open: the second payment is credit, whole."""
    invoice = desk.invoice()
    page = desk.pay(invoice)
    session = desk.bank.provider.rows("checkout.session")[0]
    body = {"method": "cash", "amount": 11900, "date": "2026-03-16"}
    desk.api.post(f"/merchant/invoices/{invoice.id}/payments", body, token=staff().token, key="k")
    account, _ = desk.bank.provider.account(KEY)
    store = desk.bank.provider.store
    store.put(account, "checkout.session", {**store.get(account, "checkout.session", session["id"]), "status": "open"})
    desk.bank.press(page.json["redirect_url"])
    desk.bank.deliver()
    return next(one for one in payments() if one.charge_id)


def credit():
    return customers.get("ten_acme", "cus_one").credit["EUR"]


def test_credit_goes_back_in_parts_and_comes_again_when_a_part_fails(desk, credited):
    first = give_back(desk, 4000, credited.charge_id)
    desk.bank.deliver()
    give_back(desk, 2500, credited.charge_id)
    desk.bank.deliver()
    assert (credit(), next(one for one in payments() if one.charge_id).uncredited) == (5400, 6500)
    desk.bank.provider.fail_refund(first)
    assert set(desk.bank.deliver(times=2)) == {200}
    back = next(one for one in payments() if one.charge_id)
    assert (credit(), back.uncredited, back.refunded) == (9400, 2500, 2500)
    give_back(desk, 9400, credited.charge_id)
    desk.bank.deliver()
    assert (credit(), next(one for one in payments() if one.charge_id).uncredited) == (0, 11900)
    check_books(desk.bank)


def test_of_credit_that_was_used_meanwhile_only_the_rest_goes_back_as_credit(desk, credited, staff):
    other = desk.invoice()
    path = f"/merchant/invoices/{other.id}/credits"
    assert desk.api.post(path, {"amount": 10000}, token=staff().token, key="c").status == 201
    give_back(desk, 11900, credited.charge_id)
    desk.bank.deliver()
    back = next(one for one in payments() if one.charge_id)
    assert (credit(), back.uncredited, back.refunded) == (0, 1900, 11900)


def returned(paid, **more):
    payment = next(one for one in payments() if one.charge_id)
    values = {
        "id": "evt_1", "type": "refund.created", "kind": "refund_made", "created": clock.now(), "livemode": False,
        "charge_id": payment.charge_id, "refund_id": "re_1", "amount": 100, "currency": "EUR", **more,
    }  # fmt: skip
    return handle_return(Machine("ten_acme", "webhook", "req_1"), find_merchant("ten_acme"), GatewayEvent(**values))


@pytest.mark.parametrize("wrong", [{"currency": "USD"}, {"amount": 0}, {"amount": 11901}])
def test_v23_what_no_payment_of_ours_can_give_back_rings_and_is_refused(desk, paid, alarms, wrong):
    with pytest.raises(EventNotOurs):
        returned(paid, **wrong)
    (payment,) = payments()
    assert alarms == [
        {
            "alarm": "payment.event_refused", "event": "payment.event_refused", "tenant": "ten_acme", "gateway_event": "evt_1",
            "payment": payment.id,
        }
    ]  # fmt: skip
    assert kinds() == ["payment"]


def test_the_smallest_and_the_whole_may_go_back(desk, paid):
    assert returned(paid, amount=1)
    assert returned(paid, amount=11899, refund_id="re_2")
    assert desk.now(paid).refunded == 11900


def test_a_refund_of_another_payment_or_amount_is_none_of_ours_by_its_name(desk, paid, staff):
    """The name in the metadata says what to look for; what was asked for says whether it is that."""
    path = f"/merchant/invoices/{paid.id}/refunds"
    assert desk.api.post(path, {"amount": 1900}, token=staff().token, key="r").status == 201
    (ours,) = walk_refunds("ten_acme#cus_one")
    assert returned(paid, metadata={"refund": ours.id}, amount=300, refund_id="re_other")
    assert sorted(entry.key for entry in ledger() if entry.kind == "refund")[-1] == "refund#re_other"
    assert desk.now(paid).refunded == 2200


def test_a_purpose_that_names_an_unknown_attempt_is_found_by_its_charge(desk, paid):
    assert returned(paid, metadata={"tenant": "ten_acme", "customer": "cus_one", "attempt": "att_unknown"})
    assert desk.now(paid).refunded == 100

"""Staff give money back."""

import pytest

from chalicelib.core import clock
from chalicelib.core.errors import Unavailable
from chalicelib.customers.store import table as customers
from chalicelib.payments import carry_out_refund, rules, store
from chalicelib.payments.carry_out_refund import look_up_refund
from tests.fixtures.books import check_books, ledger, old_credit, payments, refunds
from tests.fixtures.gateway import KEY
from tests.fixtures.invoices import actions, draft_invoice, issued_invoice, mails
from tests.fixtures.people import change_portal


@pytest.fixture
def refund(desk, staff):
    """Give money of an invoice back over the API."""

    def call(invoice, amount=11900, *, key="r", by=None, **body):
        path = f"/merchant/invoices/{invoice.id}/refunds"
        return desk.api.post(path, {"amount": amount, **body}, token=(by or staff("accountant")).token, key=key)

    return call


@pytest.fixture
def paid(desk):
    """An invoice that was paid by card."""
    invoice = desk.invoice()
    assert desk.pay(invoice, desk.card()).status == 201
    desk.bank.deliver()
    return invoice


def sent(desk):
    return [row["amount"] for row in desk.bank.provider.rows("refund")]


def sides_of(kind):
    return [{one.account: one.amount for one in entry.postings} for entry in ledger() if entry.kind == kind]


def test_the_whole_goes_back_and_the_invoice_stays_settled(desk, paid, refund):
    reply = refund(paid)
    assert reply.status == 201
    assert (reply.json["status"], reply.json["amount"], reply.json["reopen"]) == ("succeeded", 11900, False)
    assert reply.json["payments"] == [{"payment_id": payments()[0].id, "amount": 11900, "status": "succeeded"}]
    assert sent(desk) == [11900]
    now = desk.now(paid)
    assert (now.status, now.refunded, now.balance, now.settlements[0].status) == ("paid", 11900, 0, "refunded")
    assert (payments()[0].refunded, payments()[0].status) == (11900, "refunded")
    assert sides_of("refund") == [{"gateway": -11900, "refunds": 11900}]
    assert actions(payments()[0].id) == ["payment.refunded", "payment.succeeded"]
    assert any(mail.subject == "Refund of €119.00" for mail in mails())
    desk.bank.deliver(times=2)
    assert len(ledger()) == 2
    check_books(desk.bank)


@pytest.mark.asvs("2.3.2")
def test_a_part_goes_back_and_then_the_rest_but_no_more(desk, paid, refund):
    assert refund(paid, 1900, key="a").status == 201
    assert payments()[0].status == "partially_refunded"
    above = refund(paid, 10001, key="b")
    assert (above.status, above.fields) == (422, ["amount"])
    assert refund(paid, 10000, key="c").status == 201
    assert refund(paid, 1, key="d").code == "nothing_to_refund"
    assert sorted(sent(desk)) == [1900, 10000]
    check_books(desk.bank)


def test_reopened_it_is_owed_again_and_can_be_paid_anew(desk, paid, refund):
    assert refund(paid, 5000, reopen=True).status == 201
    now = desk.now(paid)
    assert (now.status, now.balance, now.settled, now.refunded) == ("partially_paid", 5000, 6900, 5000)
    assert sides_of("refund") == [{"gateway": -5000, "receivable": 5000}]
    assert desk.pay(paid, desk.card()).json["amount"] == 5000
    assert desk.now(paid).status == "paid"
    check_books(desk.bank)


def test_the_newest_charge_goes_back_first(desk, refund, staff):
    invoice, card = desk.invoice(), desk.card()
    change_portal("ten_acme", allow_partial_payment=True)
    desk.pay(invoice, card, amount=1000)
    body = {"method": "cash", "amount": 2000, "date": "2026-03-16"}
    desk.api.post(f"/merchant/invoices/{invoice.id}/payments", body, token=staff().token, key="cash")
    desk.pay(invoice, card, amount=3000)
    reply = refund(invoice, 4500)
    assert [(one["amount"], one["status"]) for one in reply.json["payments"]] == [
        (3000, "succeeded"), (1000, "succeeded"), (500, "succeeded"),
    ]  # fmt: skip
    assert [(one.method, one.refunded) for one in payments()] == [("card", 1000), ("cash", 500), ("card", 3000)]
    assert sorted(sent(desk)) == [1000, 3000]
    check_books(desk.bank)


def test_a_payment_may_be_named_and_offline_money_needs_no_gateway(desk, refund, staff):
    invoice = desk.invoice()
    body = {"method": "bank_transfer", "amount": 11900, "date": "2026-03-16"}
    made = desk.api.post(f"/merchant/invoices/{invoice.id}/payments", body, token=staff().token, key="t").json
    assert refund(invoice, 900, payment_id=made["id"]).status == 201
    assert sent(desk) == []
    assert sides_of("refund") == [{"bank_transfer": -900, "refunds": 900}]
    assert refund(invoice, 900, key="x", payment_id="pay_absent").fields == ["payment_id"]
    check_books(desk.bank)


def test_credit_that_was_used_becomes_credit_again(desk, refund):
    old_credit(11900)
    invoice = desk.invoice()
    desk.pay(invoice)
    assert refund(invoice, 1900).status == 201
    assert customers.get("ten_acme", "cus_one").credit["EUR"] == 1900
    assert any("are your credit again" in (mail.text or "") for mail in mails())
    check_books(desk.bank)


@pytest.mark.parametrize("applied", [True, False])
def test_a_gateway_that_does_not_answer_is_asked_again_under_the_refunds_own_key(desk, paid, refund, applied):
    desk.bank.provider.fail_next(times=2, method="POST", path="/v1/refunds", applied=applied)
    assert refund(paid).status == 503
    assert refund(paid).status == 201
    assert sent(desk) == [11900]
    check_books(desk.bank)


@pytest.mark.parametrize("applied", [True, False])
def test_the_reconciler_ends_what_nobody_asks_for_again(desk, paid, refund, time, applied):
    desk.bank.provider.fail_next(times=2, method="POST", path="/v1/refunds", applied=applied)
    assert refund(paid).status == 503
    time.move(minutes=11)
    desk.reconcile()
    assert [one.state for one in refunds()] == ["succeeded" if applied else "failed"]
    assert payments()[0].refunding == 0
    check_books(desk.bank)


def test_a_refund_that_failed_at_the_gateway_before_anybody_heard_of_it_is_given_up(desk, paid, refund, time):
    desk.bank.provider.fail_next(times=2, method="POST", path="/v1/refunds", applied=True)
    assert refund(paid).status == 503
    desk.bank.provider.fail_refund(desk.bank.provider.rows("refund")[0]["id"])
    time.move(minutes=11)
    desk.reconcile()
    (given_up,) = refunds()
    assert (given_up.state, payments()[0].refunding, sides_of("refund")) == ("failed", 0, [])
    assert "refund.failed" in actions(given_up.id)
    assert refund(paid, key="anew").status == 201


def test_after_a_day_a_refund_is_looked_up_and_nobody_who_still_asks_is_overruled(desk, paid, refund, time):
    desk.bank.provider.fail_next(times=2, method="POST", path="/v1/refunds")
    assert refund(paid).status == 503
    (open_one,) = refunds()
    time.move(seconds=rules.RESEND_SECONDS + 1)
    asking = open_one.model_copy(update={"asked_at": clock.epoch() - 60})
    with pytest.raises(rules.PaymentPending):
        look_up_refund(desk.ada.user, desk.ada.user.merchant, asking, lambda charge, own: None)
    asked = []
    given_up = look_up_refund(desk.ada.user, desk.ada.user.merchant, open_one, lambda *which: asked.append(which))
    assert asked == [(payments()[0].charge_id, open_one.id)]
    assert given_up == refunds()[0]
    assert given_up.state == "failed"


def test_what_the_gateway_refuses_ends_the_refund_and_the_next_try_is_free(desk, paid, refund):
    desk.bank.provider.open_dispute(payments()[0].charge_id)
    reply = refund(paid)
    assert (reply.status, reply.code) == (409, "nothing_left_to_refund")
    assert payments()[0].refunding == 0
    assert ledger()[0].kind == "payment"


def test_the_event_may_be_faster_than_the_answer(desk, paid, refund):
    desk.bank.lambdas.after = lambda payload: desk.bank.deliver() and None
    assert refund(paid).status == 201
    assert len(sides_of("refund")) == 1
    check_books(desk.bank)


def test_the_same_key_gives_back_once_even_if_the_first_answer_was_never_kept(desk, paid, refund):
    from chalicelib.adapters.idempotency import RecordRow

    refund(paid, 1000)
    for row in RecordRow.scan():
        row.delete()
    assert refund(paid, 1000).status == 201
    assert sent(desk) == [1000]


def test_the_same_key_a_day_later_finds_what_the_gateway_did_and_sends_nothing_again(desk, paid, refund, time):
    """The request's process died each time before its answer was kept, and nobody else looked meanwhile."""
    desk.bank.provider.fail_next(times=2, method="POST", path="/v1/refunds", applied=True)
    assert refund(paid).status == 503
    time.move(seconds=rules.RESEND_SECONDS + 1)
    asked_before = len(desk.bank.provider.rows("refund"))
    assert refund(paid).status == 201
    assert len(desk.bank.provider.rows("refund")) == asked_before == 1
    assert (sent(desk), [one.state for one in refunds()]) == ([11900], ["succeeded"])
    check_books(desk.bank)


def test_offline_money_whose_refund_was_kept_and_not_booked_is_booked_by_the_reconciler(
    desk, refund, staff, time, monkeypatch
):
    invoice = desk.invoice()
    body = {"method": "cash", "amount": 11900, "date": "2026-03-16"}
    desk.api.post(f"/merchant/invoices/{invoice.id}/payments", body, token=staff().token, key="cash")

    def die(*_):
        raise Unavailable

    with monkeypatch.context() as patched:
        patched.setattr(carry_out_refund, "book_refund", die)
        assert refund(invoice).status == 503
    time.move(minutes=11)
    desk.reconcile()
    (booked,) = refunds()
    assert (booked.state, payments()[0].refunded, payments()[0].refunding) == ("succeeded", 11900, 0)
    assert len(sides_of("refund")) == 1
    assert refund(invoice).json["status"] == "succeeded"
    check_books(desk.bank)


def test_every_piece_of_a_repeated_refund_is_carried_out(desk, refund):
    change_portal("ten_acme", allow_partial_payment=True)
    invoice, card = desk.invoice(), desk.card()
    for amount in (1900, 10000):
        assert desk.pay(invoice, card, amount=amount).status == 201
    desk.bank.provider.fail_next(times=2, method="POST", path="/v1/refunds")
    assert refund(invoice).status == 503
    reply = refund(invoice)
    assert (reply.status, [one["status"] for one in reply.json["payments"]]) == (201, ["succeeded", "succeeded"])
    assert (sorted(sent(desk)), len(refunds())) == ([1900, 10000], 2)
    check_books(desk.bank)


def test_the_clients_see_it(desk, paid, refund):
    refund(paid, 1900)
    shown = desk.api.get(f"/portal/invoices/{paid.id}", token=desk.ada.token).json
    assert (shown["refunded"], shown["balance"], shown["status"]) == (1900, 0, "paid")
    assert (shown["payments"][0]["refunded"], shown["payments"][0]["status"]) == (1900, "partially_refunded")
    listed = desk.api.get("/portal/payments", token=desk.ada.token).json["items"]
    assert (listed[0]["refunded"], listed[0]["status"]) == (1900, "partially_refunded")
    path = f"/portal/payments/{listed[0]['id']}"
    told = [{"date": "2026-03-16", "kind": "refund", "amount": 1900, "to": "method"}]
    assert desk.api.get(path, token=desk.ada.token).json["movements"] == told
    desk.bank.provider.fail_refund(desk.bank.provider.rows("refund")[0]["id"])
    desk.bank.deliver()
    shown = desk.api.get(path, token=desk.ada.token).json
    assert (shown["refunded"], [one["kind"] for one in shown["movements"]]) == (0, ["refund", "refund_failed"])


def test_what_goes_back_of_money_that_came_otherwise_is_told_too(desk, refund, staff):
    invoice, body = desk.invoice(), {"method": "cash", "amount": 11900, "date": "2026-03-10"}
    assert desk.api.post(f"/merchant/invoices/{invoice.id}/payments", body, token=staff().token, key="c").status == 201
    path = f"/portal/payments/{payments()[0].id}"
    assert desk.api.get(path, token=desk.ada.token).json["movements"] == []
    refund(invoice, 1000)
    assert [(one["kind"], one["amount"]) for one in desk.api.get(path, token=desk.ada.token).json["movements"]] == [
        ("refund", 1000)
    ]


@pytest.mark.parametrize(
    ("field", "value"), [("amount", 0), ("amount", "1"), ("reopen", "yes"), ("payment_id", ""), ("charge_id", "ch_1")]
)
def test_what_is_wrong_is_named(desk, paid, refund, field, value):
    assert refund(paid, **{"amount": 100, field: value}).fields == [field]
    assert refunds() == []


def test_an_invoice_on_which_nothing_was_paid_is_a_conflict(desk, refund):
    assert refund(desk.invoice()).code == "nothing_to_refund"
    assert refund(draft_invoice("ten_acme", "cus_one"), key="d").code == "nothing_to_refund"


def test_support_may_not_and_strangers_find_nothing(desk, paid, refund, staff, stranger_staff):
    assert refund(paid, "much", by=staff("support")).status == 403
    assert refund(paid, by=stranger_staff).status == 404
    assert refund(paid, by=desk.ada).status == 401
    assert refund(paid, key=None).status == 400
    assert store.get_refunds(paid.partition, ["ref_x"]) == [None]


def test_v02_a_payment_of_another_invoice_or_customer_is_not_known(desk, paid, refund, staff):
    other = desk.invoice(number=2)
    theirs = issued_invoice("ten_acme", "cus_two", number=3)
    body = {"method": "cash", "amount": 11900, "date": "2026-03-16"}
    for number, invoice in enumerate((other, theirs)):
        path = f"/merchant/invoices/{invoice.id}/payments"
        made = desk.api.post(path, body, token=staff().token, key=f"k-{number}").json
        assert refund(paid, 100, key=f"r-{number}", payment_id=made["id"]).fields == ["payment_id"]
    assert refunds() == [] and sent(desk) == []


def test_of_several_pieces_the_answer_says_which_went_back(desk, refund):
    """One charge was given back at the gateway's console, and nobody has heard of that yet."""
    change_portal("ten_acme", allow_partial_payment=True)
    invoice, card = desk.invoice(), desk.card()
    for amount in (1900, 10000):
        assert desk.pay(invoice, card, amount=amount).status == 201
    first, second = payments()
    desk.bank.provider.call(KEY, "POST", "/v1/refunds", f"charge={first.charge_id}")
    for _ in range(2):
        reply = refund(invoice)
        assert (reply.status, reply.json["status"], reply.json["amount"]) == (201, "succeeded", 10000)
        assert reply.json["payments"] == [
            {"payment_id": second.id, "amount": 10000, "status": "succeeded"},
            {"payment_id": first.id, "amount": 1900, "status": "failed"},
        ]
    desk.bank.deliver()
    assert desk.now(invoice).refunded == 11900
    check_books(desk.bank)


def test_if_the_gateway_refuses_every_piece_nothing_went_back(desk, refund):
    change_portal("ten_acme", allow_partial_payment=True)
    invoice, card = desk.invoice(), desk.card()
    for amount in (1900, 10000):
        assert desk.pay(invoice, card, amount=amount).status == 201
    for payment in payments():
        desk.bank.provider.call(KEY, "POST", "/v1/refunds", f"charge={payment.charge_id}")
    assert refund(invoice).status == 409
    assert {one.state for one in refunds()} == {"failed"}


def test_a_payments_page_tells_of_no_other_payment(desk, refund, staff):
    """Cash of the same days lies side by side in the ledger."""
    told = {}
    for number, amount in ((1, 1000), (2, 2000)):
        invoice, body = desk.invoice(number=number), {"method": "cash", "amount": 11900, "date": "2026-03-10"}
        paid = desk.api.post(f"/merchant/invoices/{invoice.id}/payments", body, token=staff().token, key=f"c{number}")
        refund(invoice, amount, key=f"r{number}")
        told[paid.json["id"]] = amount
    for payment_id, amount in told.items():
        shown = desk.api.get(f"/portal/payments/{payment_id}", token=desk.ada.token).json
        assert [one["amount"] for one in shown["movements"]] == [amount]

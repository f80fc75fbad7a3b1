"""Once a day the gateway's books are compared with the ledger."""

from datetime import date, datetime, timedelta

import pytest

from chalicelib.adapters.dynamodb import transaction
from chalicelib.adapters.gateways.models import BalanceMovement
from chalicelib.core import clock
from chalicelib.gateway import store as gateway
from chalicelib.gateway.open import open_gateway
from chalicelib.payments import compare_books, store
from chalicelib.payments.compare import Difference, compare_day
from chalicelib.payments.entity import LedgerEntry, Posting
from tests.fixtures.books import attempts, ledger, payments
from tests.fixtures.gateway import KEY
from tests.fixtures.people import a_tenant


@pytest.fixture
def next_morning(desk, time):
    def wake():
        time.move(hours=19)
        desk.reconcile()

    return wake


def compared():
    return gateway.books.get("ten_acme", gateway.BOOKS)


def test_nothing_differs_after_a_day_of_everything(desk, alarms, next_morning, staff, monkeypatch):
    invoice, card = desk.invoice(), desk.card()
    desk.pay(invoice, card)
    desk.pay(desk.invoice(number=2), card)
    path = f"/merchant/invoices/{invoice.id}/refunds"
    assert desk.api.post(path, {"amount": 1900}, token=staff().token, key="r").status == 201
    dispute = desk.bank.provider.open_dispute(payments()[1].charge_id)
    desk.bank.provider.close_dispute(dispute["id"], won=True)
    desk.bank.deliver()
    desk.bank.provider.fail_refund(desk.bank.provider.rows("refund")[0]["id"])
    desk.bank.deliver()
    assert len(ledger()) == 6
    assert compared().day == "2026-03-16"
    lines = []
    monkeypatch.setattr(compare_books._log, "info", lambda message, extra: lines.append(extra["fields"]))
    next_morning()
    assert (alarms, compared().day) == ([], "2026-03-17")
    assert [(line["BooksDifference"], line["day"]) for line in lines] == [(0, "2026-03-16")]
    metrics = [{"Name": "BooksDifference", "Unit": "Count"}]
    assert lines[0]["_aws"]["CloudWatchMetrics"] == [
        {"Namespace": "client-portal", "Dimensions": [["stage"]], "Metrics": metrics}
    ]
    assert (lines[0]["stage"], lines[0]["tenant"]) == ("test", "ten_acme")


def test_a_day_is_compared_once_and_only_when_it_is_over(desk, alarms, time):
    desk.reconcile()
    assert compared().day == "2026-03-16"
    time.move(hours=19)
    desk.reconcile()
    desk.reconcile()
    assert compared().day == "2026-03-17"


def test_a_charge_that_was_never_booked_is_told(desk, alarms, next_morning):
    def lost(payload):
        raise ConnectionError

    desk.bank.lambdas.after = lost
    desk.pay(desk.invoice(), desk.card())
    desk.bank.lambdas.after = lambda payload: None
    (attempt,) = attempts()
    row = store.AttemptRow.get(attempt.partition, attempt.id)
    row.delete()
    next_morning()
    (alarm,) = alarms
    assert alarm["day"] == "2026-03-16"
    assert (alarm["event"], alarm["gateway"], alarm["ledger"], alarm["currency"]) == (
        "reconcile.difference",
        11900,
        None,
        "EUR",
    )


def test_a_booking_the_gateway_does_not_know_is_told(desk, alarms, next_morning):
    desk.pay(desk.invoice(), desk.card())
    store_ = desk.bank.provider.store
    for row in desk.bank.provider.rows("balance_transaction"):
        store_.remove(desk.bank.provider.account(KEY)[0], row["id"])
    next_morning()
    assert [(one["gateway"], one["ledger"]) for one in alarms] == [(None, 11900)]


def test_the_merchants_other_business_is_none_of_ours(desk, alarms, next_morning):
    form = "amount=500&currency=eur&payment_method=pm_card_visa&confirm=true&payment_method_types[]=card"
    _, intent = desk.bank.provider.call(KEY, "POST", "/v1/payment_intents", form)
    desk.bank.provider.call(KEY, "POST", "/v1/refunds", f"charge={intent['latest_charge']}&amount=100")
    next_morning()
    assert alarms == []


def test_one_merchant_whose_keys_are_gone_does_not_hold_up_the_others(desk, alarms, next_morning):
    from chalicelib.adapters.dynamodb import transaction
    from chalicelib.gateway.books_due import begin_comparing

    a_tenant("hooli")
    with transaction() as tx:
        begin_comparing(tx, "ten_hooli")
    next_morning()
    assert compared().day == "2026-03-17"
    assert gateway.books.get("ten_hooli", gateway.BOOKS).day == "2026-03-16"


def test_what_the_merchant_does_with_the_account_beside_us_is_none_of_ours(desk):
    """A charge says whose it is; a refund or a dispute is ours if its charge is."""
    desk.pay(desk.invoice(), desk.card())
    charge = desk.bank.provider.charged()[0]["id"]
    movements = list(
        open_gateway("ten_acme").balance_movements(clock.now() - timedelta(days=1), clock.now() + timedelta(days=1))
    )
    (ours,) = [one for one in movements if one.kind == "charge"]
    nobodys, others = replace_purpose(ours, None), replace_purpose(ours, "ten_globex")
    assert [compare_books._is_ours("ten_acme", one) for one in (ours, nobodys, others)] == [True, False, False]
    back = [ours.model_copy(update={"kind": "refund", "charge_id": which}) for which in (charge, "ch_absent", None)]
    assert [compare_books._is_ours("ten_acme", one) for one in back] == [True, False, False]
    assert not compare_books._is_ours("ten_globex", back[0])


def replace_purpose(movement, tenant):
    purpose = movement.purpose.model_copy(update={"tenant": tenant}) if tenant else None
    return movement.model_copy(update={"purpose": purpose})


def told(key="ch_1", amount=11900, kind="charge", day="2026-03-16", source="ch_1"):
    return BalanceMovement(
        id=f"txn_{key}", kind=kind, source_id=source, charge_id="ch_1", amount=amount, currency="EUR", fee=0, net=amount,
        settlement_currency="EUR", created=datetime.fromisoformat(f"{day}T10:00:00+00:00"),
    )  # fmt: skip


def booked(key="charge#ch_1", amount=11900, day="2026-03-16", account="gateway"):
    return LedgerEntry(
        tenant_id="ten_acme", customer_id="cus_one", key=key, kind="payment", at=f"{day}T10:00:00.000Z", date=day, amount=amount,
        currency="EUR", postings=[Posting(account=account, amount=amount)], allocations=[],
    )  # fmt: skip


@pytest.mark.parametrize(
    ("movements", "entries", "found"),
    [
        ([told()], [booked()], []),
        ([told()], [], [Difference("charge#ch_1", "EUR", 11900, None)]),
        ([told()], [booked(amount=11800)], [Difference("charge#ch_1", "EUR", 11900, 11800)]),
        ([], [booked()], [Difference("charge#ch_1", "EUR", None, 11900)]),
        ([], [booked(day="2026-03-15")], []),
        ([], [booked(account="bank")], []),
        ([told(day="2026-03-15")], [], []),
        ([told(kind="other")], [], []),
        ([told(source=None)], [], []),
        ([told(kind="refund", amount=-1, source="re_1")], [booked("refund#re_1", -1)], []),
        ([told(kind="refund", amount=1, source="re_1")], [booked("refund_failed#re_1", 1)], []),
        ([told(kind="refund", amount=0, source="re_1")], [], [Difference("refund#re_1", "EUR", 0, None)]),
    ],
)
def test_what_differs_is_told_with_what_each_side_says_if_it_is_of_the_day(movements, entries, found):
    assert compare_day(date(2026, 3, 16), movements, entries) == found


def test_the_ledger_is_read_between_two_instants_over_the_end_of_months_and_years(acme):
    instants = [
        "2025-11-30T23:59:59",
        "2025-12-01T00:00:00",
        "2025-12-31T23:59:59",
        "2026-01-01T00:00:00",
        "2026-02-01T00:00:00",
    ]
    for at in instants:
        with transaction() as tx:
            store.ledger.add(tx, booked(f"charge#{at}", day=at[:10]).model_copy(update={"at": f"{at}.000Z"}))
    since, until = (datetime.fromisoformat(f"{at}+00:00") for at in (instants[1], instants[3]))
    found = [entry.at[:19] for entry in store.browse_ledger("ten_acme", since, until)]
    assert found == instants[1:4]

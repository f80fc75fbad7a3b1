"""Use cases of money: paying with a saved card and on the gateway's page, the events, the reconciler, offline payments."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from chalicelib.core import clock
from chalicelib.invoices import store as invoices
from chalicelib.invoices.entity import Invoice
from chalicelib.payment_methods.entity import PaymentMethod
from chalicelib.payments import reconcile
from chalicelib.payments.reconcile import reconcile_payments
from chalicelib.sessions.grant import access_token
from chalicelib.subscriptions.entity import Subscription
from chalicelib.subscriptions.renew import renew_subscriptions
from tests.faults.harness import UseCase, World, audited
from tests.fixtures.books import OLD, attempts, check_books, ledger, old_credit, payments
from tests.fixtures.gateway import KEY, Bank, Plug
from tests.fixtures.invoices import a_line, issued_invoice
from tests.fixtures.people import Actor, a_client, a_customer, a_staff_member, a_tenant
from tests.fixtures.subscriptions import a_subscription, as_kept

OWED = 11900


@dataclass
class Given:
    """An invoice of 119.00 EUR, who pays it with what, and the bank behind. ``page`` is an open page of the gateway."""

    bank: Bank
    ada: Callable[[], str]
    staff: Callable[[], str]
    invoice: Invoice
    card: PaymentMethod
    page: str = ""
    several: list[Invoice] = field(default_factory=list)
    answers: list[Any] = field(default_factory=list)
    subscription: Subscription | None = None


def _given(token: str = "pm_card_visa") -> Callable[[World], Given]:
    def prepare(world: World) -> Given:
        plug: Plug = world.plug  # type: ignore[attr-defined]
        a_tenant("acme")
        a_customer("ten_acme", "cus_one")
        ada = a_client("ten_acme", "cus_one", "Ada", "owner")
        staff = a_staff_member("ten_acme", "accountant")
        bank = plug.connect("ten_acme")
        card = bank.saved_method("ten_acme", "cus_one", token)
        return Given(bank, _tokens(ada), _tokens(staff), issued_invoice("ten_acme", "cus_one"), card)

    return prepare


def _with_credit(amount: int) -> Callable[[World], Given]:
    def prepare(world: World) -> Given:
        given = _given()(world)
        old_credit(amount)
        return given

    return prepare


def _with_two(world: World) -> Given:
    """Two invoices of 59.50 EUR each, and a credit of 20.00 EUR."""
    given = _given()(world)
    old_credit(2000)
    halves = [issued_invoice("ten_acme", "cus_one", number=number, lines=[a_line(5000)]) for number in (2, 3)]
    return replace(given, several=halves)


def _with_payment(world: World) -> Given:
    """The invoice was paid by card, and the events of that have come."""
    given = _given()(world)
    assert _post(world, given, {"payment_method_id": given.card.id}, "before").status == 201
    given.bank.deliver()
    return given


def _with_refund_elsewhere(world: World) -> Given:
    """Staff gave a part back in the gateway's own console."""
    given = _with_payment(world)
    charge = given.bank.provider.charged()[0]["id"]
    given.bank.provider.call(KEY, "POST", "/v1/refunds", f"charge={charge}&amount=1900")
    return given


def _with_failed_refund(world: World) -> Given:
    given = _with_refund_elsewhere(world)
    given.bank.provider.fail_refund(given.bank.provider.rows("refund")[0]["id"])
    return given


def _with_dispute(world: World) -> Given:
    given = _with_payment(world)
    dispute = given.bank.provider.open_dispute(given.bank.provider.charged()[0]["id"])
    given.bank.provider.close_dispute(dispute["id"], won=True)
    return given


def _with_lost_refund(world: World) -> Given:
    """The money went back, and nobody heard of it."""
    given = _with_payment(world)

    def lose(payload: dict[str, Any]) -> None:
        raise ConnectionError

    given.bank.lambdas.after = lose
    assert _ask(world, given, "refunds", {"amount": 1900}).status == 503
    given.bank.lambdas.after = lambda payload: None
    world.time.move(minutes=11)
    return given


def _tokens(actor: Actor) -> Callable[[], str]:
    """Fresh access tokens of the actor's session, without looking anything up."""
    known = actor.session, actor.credential, actor.member
    return lambda: access_token(*known)


def _with_term(token: str) -> Callable[[World], Given]:
    """A subscription of 119.00 EUR a month, whose next term begins today and is paid by this card."""

    def prepare(world: World) -> Given:
        given = _given(token)(world)
        today, before = date(2026, 3, 16), date(2026, 3, 15)
        days = {"anchor": today, "term": -1, "current_term_end": before, "next_billing_date": today}
        one = a_subscription(collection="online", payment_method_id=given.card.id, **days)
        return replace(given, subscription=one)

    return prepare


def _with_page(world: World) -> Given:
    """Ada left for the gateway's page."""
    given = _given()(world)
    reply = _post(world, given, {}, "page")
    given.page = reply.json["redirect_url"]
    return given


def _with_paid_page(world: World) -> Given:
    given = _with_page(world)
    given.bank.press(given.page)
    return given


def _with_lost_charge(world: World) -> Given:
    """The card was charged, and nobody heard of it."""
    given = _given()(world)

    def lose(payload: dict[str, Any]) -> None:
        raise ConnectionError

    given.bank.lambdas.after = lose
    assert _post(world, given, {"payment_method_id": given.card.id}, "lost").status == 503
    given.bank.lambdas.after = lambda payload: None
    world.time.move(minutes=11)
    return given


def _post(world: World, given: Given, body: dict[str, Any], key: str) -> Any:
    token = world.aside(given.ada)
    return world.api.post(f"/portal/invoices/{given.invoice.id}/payments", body, token=token, key=key)


def _pay_by_card(world: World, given: Given) -> None:
    body = {"payment_method_id": given.card.id}
    given.answers.append(world.browser(lambda: _post(world, given, body, "pay"), tries=4))


def _pay_several(world: World, given: Given) -> None:
    body = {"invoice_ids": [one.id for one in given.several], "payment_method_id": given.card.id}

    def call() -> Any:
        return world.api.post("/portal/payments", body, token=world.aside(given.ada), key="several")

    given.answers.append(world.browser(call, tries=4))


def _pay_by_page(world: World, given: Given) -> None:
    """The browser follows the answer to the page, and the client pays there, if there is a page and it is open."""
    reply = world.browser(lambda: _post(world, given, {}, "pay"), tries=4)
    if reply is not None and reply.status == 202 and reply.json["redirect_url"]:
        world.aside(lambda: press(given.bank, reply.json["redirect_url"]))
        world.aside(given.bank.deliver)


def press(bank: Bank, url: str) -> None:
    session = next((row for row in bank.provider.rows("checkout.session") if row["url"] == url), None)
    if session and session["status"] == "open" and session["expires_at"] > clock.epoch():
        bank.press(url)


def _record(world: World, given: Given) -> None:
    body = {"method": "bank_transfer", "amount": OWED, "date": "2026-03-16"}
    path = f"/merchant/invoices/{given.invoice.id}/payments"

    def call() -> Any:
        token = world.aside(given.staff)
        return world.api.post(path, body, token=token, key="record")

    given.answers.append(world.browser(call, tries=4))


def _void(world: World, given: Given) -> None:
    path = f"/merchant/invoices/{given.invoice.id}/voiding"

    def call() -> Any:
        token = world.aside(given.staff)
        return world.api.post(path, {}, token=token, key="void")

    given.answers.append(world.browser(call, tries=4))


def _ask(world: World, given: Given, what: str, body: dict[str, Any]) -> Any:
    token = world.aside(given.staff)
    return world.api.post(f"/merchant/invoices/{given.invoice.id}/{what}", body, token=token, key=what)


def _staff_do(what: str, **body: Any) -> Callable[[World, Given], None]:
    def act(world: World, given: Given) -> None:
        given.answers.append(world.browser(lambda: _ask(world, given, what, body), tries=4))

    return act


def _events(world: World, given: Given) -> None:
    """The provider delivers each event until it is told 2xx, and once too often."""
    for delivery in world.aside(given.bank.provider.webhooks.waiting):
        world.provider(lambda delivery=delivery: Delivered(given.bank.provider.webhooks.deliver(delivery)))  # type: ignore[misc]


@dataclass(frozen=True)
class Delivered:
    status: int


def _reconcile(world: World, given: Given) -> None:
    world.schedule(reconcile.reconcile_payments)


def _wake(world: World, given: Given) -> None:
    world.schedule(renew_subscriptions)


def _collected(*events: str) -> Callable[[World, Given], list[str]]:
    """Billed once and charged at most once; the subscription's history says how it went."""

    def check(world: World, given: Given) -> list[str]:
        broken = _settled(world, given)
        renew_subscriptions("req_heal")
        assert given.subscription
        kept = as_kept(given.subscription)
        if (found := tuple(one.event for one in kept.history)) != events:
            broken.append(f"the history is {found} (I5, I9)")
        paid = [OWED] if events == ("renewed",) else []
        if given.bank.charged != paid or [one.amount for one in payments()] != paid:
            broken.append(f"charged {given.bank.charged}, booked {payments()} (I1, I2)")
        if len(invoices.table.query(kept.partition, index="by_subscription")) != 1:
            broken.append("not one bill for one term (I8)")
        return broken

    return check


def _settled(world: World, given: Given) -> list[str]:
    """What is open is brought to its end by the events and the reconciler; then the books agree."""
    given.bank.deliver()
    for _ in range(3):
        world.time.move(minutes=31)
        reconcile_payments("req_heal")
    given.bank.deliver()
    broken = []
    try:
        check_books(given.bank)
    except AssertionError as error:
        broken.append(f"the books do not agree (I1 to I5): {error}")
    if sum(given.bank.charged) > OWED:
        broken.append(f"charged {given.bank.charged} (I1)")
    return broken


def _paid(world: World, given: Given) -> list[str]:
    broken = _settled(world, given)
    if len(payments()) != 1:
        broken.append(f"{len(payments())} payments of one invoice (I2, I9)")
    last = given.answers[-1] if given.answers else None
    if given.answers and (last is None or last.status != 201):
        broken.append(f"the repeated request was answered {last and last.status} (I9, I10)")
    return broken


def _is_void(world: World, given: Given) -> list[str]:
    """A request that was repeated after its answer was lost hears that the invoice is void."""
    broken = _settled(world, given)
    invoice = invoices.get(given.invoice.partition, given.invoice.id)
    last = given.answers[-1]
    if invoice is None or invoice.status != "void":
        broken.append(f"the invoice is {invoice and invoice.status} (I9)")
    if (told := audited("invoice.voided", given.invoice.id)) != 1:
        broken.append(f"{told} audit rows tell that it was voided (I5)")
    if payments() or {attempt.state for attempt in attempts()} - {"expired"}:
        broken.append("a void invoice was paid, or may be (I7)")
    if last is None or (last.status, last.json.get("code")) not in ((200, None), (409, "invoice_void")):
        broken.append(f"staff were answered {last and last.status} (I10)")
    return broken


def _paid_with_credit(world: World, given: Given) -> list[str]:
    broken = _settled(world, given)
    if sorted(payment.method for payment in payments()) not in (["card", "credit"], ["credit"]):
        broken.append(f"{payments()} of one invoice (I2, I9)")
    if given.answers[-1] is None or given.answers[-1].status != 201:
        broken.append("the repeated request was not answered 201 (I9, I10)")
    return broken


def _gave_back(*kinds: str) -> Callable[[World, Given], list[str]]:
    """The ledger holds the payment and these rows, each once; the gateway's balance says the same."""

    def check(world: World, given: Given) -> list[str]:
        broken = _settled(world, given)
        if (found := sorted(entry.kind for entry in ledger())) != sorted(("payment", *kinds)):
            broken.append(f"the ledger holds {found} (I2)")
        if given.answers and (given.answers[-1] is None or given.answers[-1].status != 201):
            broken.append("the repeated request was not answered 201 (I9, I10)")
        return broken

    return check


def _settled_by(kind: str) -> Callable[[World, Given], list[str]]:
    def check(world: World, given: Given) -> list[str]:
        broken = _settled(world, given)
        if [entry.kind for entry in ledger() if entry.key != OLD] != [kind]:
            broken.append(f"{ledger()} (I2, I9)")
        if given.answers[-1] is None or given.answers[-1].status not in (200, 201, 409):
            broken.append("the repeated request had no clean answer (I9, I10)")
        return broken

    return check


def _declined(world: World, given: Given) -> list[str]:
    broken = _settled(world, given)
    states = {attempt.state for attempt in attempts()}
    if not states <= {"failed", "expired"} or payments():
        broken.append(f"a declined card ended as {states} (I7)")
    if given.answers[-1] is None or given.answers[-1].status != 402:
        broken.append("the decline was not told (I9)")
    return broken


_HEAL = (reconcile_payments,)
_WAKE = (renew_subscriptions, reconcile_payments)
CASES = (
    UseCase("a client pays with a saved card", _given(), _pay_by_card, _paid, _HEAL),
    UseCase(
        "a client pays with credit and a saved card",
        _with_credit(2000),
        _pay_by_card,
        _paid_with_credit,
        _HEAL,
    ),
    UseCase("a client pays with credit alone", _with_credit(20000), _pay_by_card, _paid_with_credit, _HEAL),
    UseCase("a client pays two invoices in one go", _with_two, _pay_several, _paid_with_credit, _HEAL),
    UseCase(
        "a client's card is declined",
        _given("pm_card_visa_chargeDeclined"),
        _pay_by_card,
        _declined,
        _HEAL,
    ),
    UseCase("a client pays on the gateway's page", _given(), _pay_by_page, _settled, _HEAL),
    UseCase("a client leaves the page and pays with a saved card", _with_page, _pay_by_card, _paid, _HEAL),
    UseCase("a term is billed and charged", _with_term("pm_card_visa"), _wake, _collected("renewed"), _WAKE),
    UseCase(
        "a term's charge is declined",
        _with_term("pm_card_visa_chargeDeclined"),
        _wake,
        _collected("renewed", "payment_failed"),
        _WAKE,
    ),
    UseCase("the gateway's events arrive", _with_paid_page, _events, _paid, _HEAL),
    UseCase("the reconciler finds a charge", _with_lost_charge, _reconcile, _paid, _HEAL),
    UseCase(
        "staff give money back",
        _with_payment,
        _staff_do("refunds", amount=1900),
        _gave_back("refund"),
        _HEAL,
    ),
    UseCase("the reconciler finds a refund", _with_lost_refund, _reconcile, _gave_back("refund"), _HEAL),
    UseCase(
        "a refund made elsewhere is told",
        _with_refund_elsewhere,
        _events,
        _gave_back("refund"),
        _HEAL,
    ),
    UseCase(
        "a refund that failed is told",
        _with_failed_refund,
        _events,
        _gave_back("refund", "refund_failed"),
        _HEAL,
    ),
    UseCase(
        "a dispute and its end are told",
        _with_dispute,
        _events,
        _gave_back("dispute", "dispute_won"),
        _HEAL,
    ),
    UseCase("staff apply credit", _with_credit(20000), _staff_do("credits"), _settled_by("credit"), _HEAL),
    UseCase("staff write an invoice off", _given(), _staff_do("write-off"), _settled_by("write_off"), _HEAL),
    UseCase("staff record a transfer", _given(), _record, _paid, _HEAL),
    UseCase("staff record a transfer while a page is open", _with_page, _record, _paid, _HEAL),
    UseCase("staff void an invoice while a page is open", _with_page, _void, _is_void, _HEAL),
)

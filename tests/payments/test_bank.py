"""Whatever clients, staff, banks and the gateway do, in any order and at any time: no money is lost, doubled or invented."""

import logging
from collections.abc import Callable, Iterator
from itertools import count
from typing import Any

import pytest
from hypothesis.stateful import initialize, invariant

from chalicelib.adapters import secrets
from chalicelib.invoices.entity import Invoice
from chalicelib.payments import (
    store,
)
from chalicelib.payments.entity import LedgerEntry
from chalicelib.payments.reconcile import reconcile_payments
from tests.fixtures.aws import NOON, Time, backend, empty_files_queues_and_mails
from tests.fixtures.books import check_books
from tests.fixtures.gateway import KEY, Bank
from tests.fixtures.http import Api, Reply
from tests.fixtures.invoices import a_line, draft_invoice, issued_invoice
from tests.fixtures.people import Actor, change_portal
from tests.fixtures.snapshots import Snapshot
from tests.fixtures.stories import Story, move, tell
from tests.payments.facts import Facts, check_step, facts

MOST_INVOICES = 8
LEAST = 1000
CARDS = {"good": "pm_card_visa", "declined": "pm_card_visa_chargeDeclined", "asks": "pm_card_authenticationRequired"}
ANY = range(12)
PARTS = [None, None, None, 0.5, 0.25, 1.0, 1.01]
"""Of what there is: all of it by saying nothing, a part, all of it, and a little more."""


class Alarms(logging.Handler):
    """What the people who run the deployment are told."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[Any] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(record.__dict__["fields"])


class World:
    """Acme with its gateway, Ada with three cards, the office; Carol of another customer and Eve of another tenant owe, too."""

    def __init__(self, api: Api, bank: Bank, time: Time, ada: Actor, office: Actor, strangers: list[Actor]) -> None:
        self.api, self.bank, self.time, self.ada, self.office, self.strangers = api, bank, time, ada, office, strangers
        change_portal("ten_acme", allow_partial_payment=True, minimum_payment=LEAST)
        self.cards = {name: bank.saved_method("ten_acme", "cus_one", token).id for name, token in CARDS.items()}
        issued_invoice("ten_acme", "cus_two", number="INV-A")
        issued_invoice("ten_globex", "cus_three", number="INV-B")
        for actor in (ada, office, *strangers):
            assert actor.token
        self._sessions = {id(actor): actor._session for actor in (ada, office, *strangers)}
        self._start = Snapshot(bank.provider)
        self.alarms = Alarms()

    def begin(self) -> None:
        self.time.now = NOON
        self._start.restore()
        self.bank.provider.faults.clear()
        empty_files_queues_and_mails()
        secrets.forget()
        self.alarms.lines.clear()
        for actor in (self.ada, self.office, *self.strangers):
            actor._session = self._sessions[id(actor)]


class AtTheBank(Story):
    """Ada pays, the office bills, gives back and forgives; the gateway takes, and tells late, twice and in any order."""

    world: World
    sound = False

    @initialize()
    def begins(self) -> None:
        self.world.begin()
        self.bank, self.api = self.world.bank, self.world.api
        self.keys = (f"key-{number}" for number in count())
        self.asked: list[tuple[Actor, str, dict[str, Any], str, Reply]] = []
        self.pages: list[str] = []
        self.now = self.then = facts(self.bank)
        for price in (10000, 5000):
            self.the_office_bills(price, "EUR")

    # What is there ----------------------------------------------------------------------------------------------------

    def _invoice(self, which: int, wanted: Callable[[Invoice], bool] = lambda invoice: invoice.is_open) -> Invoice:
        """One that is open, mostly; now and then any."""
        some = [invoice for invoice in self.now.invoices.values() if wanted(invoice)]
        some = some if some and which < 10 else list(self.now.invoices.values())
        return some[which % len(some)]

    def _part(self, whole: int, part: float | None) -> int | None:
        return None if part is None else max(1, int(whole * part) + (part > 1))

    def _ask(self, who: Actor, path: str, body: dict[str, Any]) -> tuple[Reply, Facts, Facts, list[LedgerEntry]]:
        """The answer, what was there before and is after, and what was booked; a refusal books nothing but news."""
        key, before = next(self.keys), self.now
        reply = self.api.post(path, body, token=who.token, key=key)
        self.now = after = facts(self.bank)
        assert reply.status < 500, reply.raw
        new = after.entries_since(before)
        if reply.status >= 400:
            assert all(self._is_news(entry, before) for entry in new), (reply.raw, new)
        self.asked.append((who, path, body, key, reply))
        return reply, before, after, new

    def _is_news(self, entry: LedgerEntry, before: Facts) -> bool:
        """Whether it is of an attempt that was there before: its charge has been found out."""
        return entry.kind in ("payment", "credit") and entry.attempt_id in before.attempts

    # The office -------------------------------------------------------------------------------------------------------

    @move(4, price=[10000, 5000, 799], currency=["EUR", "EUR", "EUR", "USD"])
    def the_office_bills(self, price: int, currency: str) -> None:
        if len(self.now.invoices) == MOST_INVOICES:
            return
        draft = draft_invoice("ten_acme", "cus_one", lines=[a_line(price)], currency=currency)
        reply = self.api.post(f"/merchant/invoices/{draft.id}/sending", {}, token=self.world.office.token)
        assert (reply.status, reply.json["balance"]) == (200, draft.total)
        self.then = self.now = facts(self.bank)

    @move(2, which=ANY, part=[None, 0.5, 1.0, 1.5, 1.5, 3.0], method=["cash", "bank_transfer"])
    def money_comes_another_way(self, which: int, part: float | None, method: str) -> None:
        invoice = self._invoice(which)
        amount = self._part(invoice.balance, part) or max(invoice.balance, 1)
        body = {"method": method, "amount": amount, "date": "2026-03-16"}
        reply, before, after, _ = self._ask(self.world.office, f"/merchant/invoices/{invoice.id}/payments", body)
        if invoice.is_open and not before.live(invoice.id):
            assert reply.status == 201, reply.raw
        if reply.status == 201:
            settled = min(amount, invoice.balance)
            assert after.invoices[invoice.id].settled == invoice.settled + settled
            assert after.credit[invoice.currency] == before.credit[invoice.currency] + amount - settled

    @move(3, which=ANY, part=PARTS)
    def credit_is_applied(self, which: int, part: float | None) -> None:
        invoice = self._invoice(which)
        there = self.now.credit[invoice.currency]
        if not there and which < 10:
            return
        amount = self._part(min(there, invoice.balance), part)
        reply, before, after, _ = self._ask(
            self.world.office, f"/merchant/invoices/{invoice.id}/credits", {"amount": amount} if amount else {}
        )
        if invoice.is_open and there and (amount or 1) <= min(there, invoice.balance) and not self._reserved(before):
            assert reply.status == 201, reply.raw
        if reply.status == 201:
            used = reply.json["amount"]
            assert after.invoices[invoice.id].settled == invoice.settled + used
            assert after.credit[invoice.currency] == there - used

    def _reserved(self, known: Facts) -> bool:
        return any(not attempt.is_final for attempt in known.attempts.values())

    @move(1, which=ANY)
    def the_rest_is_forgiven(self, which: int) -> None:
        invoice = self._invoice(which)
        reply, before, after, _ = self._ask(self.world.office, f"/merchant/invoices/{invoice.id}/write-off", {})
        if invoice.is_open and not before.live(invoice.id):
            assert reply.status == 200, reply.raw
        if reply.status == 200:
            now = after.invoices[invoice.id]
            assert (now.status, now.written_off) == ("paid", invoice.written_off + invoice.balance)

    @move(1, which=ANY)
    def the_office_voids(self, which: int) -> None:
        invoice = self._invoice(which)
        reply, before, after, _ = self._ask(self.world.office, f"/merchant/invoices/{invoice.id}/voiding", {})
        if invoice.is_open and not invoice.settlements and not before.live(invoice.id):
            assert reply.status == 200, reply.raw
        if reply.status == 200:
            assert (after.invoices[invoice.id].status, invoice.settled) == ("void", 0)
            assert not after.live(invoice.id)

    @move(
        3, which=ANY, part=[1.0, 1.0, 0.5, 0.25, 1.01], reopen=[False, True], later=["", "", "", "fails", "paid, fails"]
    )
    def the_office_gives_back(self, which: int, part: float, reopen: bool, later: str) -> None:
        """And perhaps the bank sends it back, after what was owed again was paid again."""
        invoice = self._invoice(which, lambda one: one.settled - one.written_off > one.refunded)
        amount = self._part(max(1, invoice.settled - invoice.refunded - invoice.written_off), part)
        body = {"amount": amount, "reopen": reopen}
        reply, before, after, new = self._ask(self.world.office, f"/merchant/invoices/{invoice.id}/refunds", body)
        if reply.status == 201:
            now = after.invoices[invoice.id]
            assert now.refunded == invoice.refunded + reply.json["amount"]
            assert now.settled == invoice.settled - reply.json["amount"] * reopen
            assert sum(entry.amount for entry in new if entry.kind == "refund") == reply.json["amount"]
            refused = any(part["status"] == "failed" for part in reply.json["payments"])
            assert reply.json["amount"] < amount if refused else reply.json["amount"] == amount
        if reply.status == 201 and later:
            self.the_books_agree()
            self._fails(invoice.id, "paid" in later)

    def _fails(self, invoice_id: str, paid_before: bool) -> None:
        if paid_before:
            self._pay(self.now.invoices[invoice_id], None, "good")
            self.the_books_agree()
        self.a_bank_sends_a_refund_back(0)
        self.events_arrive("oldest", 99, 1)

    # Ada --------------------------------------------------------------------------------------------------------------

    @move(6, which=ANY, part=PARTS, how=["good", "good", "good", "page", "page", "declined", "asks"])
    def ada_pays(self, which: int, part: float | None, how: str) -> None:
        self._pay(self._invoice(which), part, how)

    def _pay(self, invoice: Invoice, part: float | None, how: str) -> None:
        amount = self._part(invoice.balance, part)
        body = {"amount": amount} if amount else {}
        reply, before, after, new = self._ask(
            self.world.ada, f"/portal/invoices/{invoice.id}/payments", {**body, **self._method(how)}
        )
        least = min(LEAST, invoice.balance) if invoice.currency == "EUR" else 1
        if invoice.is_open and not before.live(invoice.id) and least <= (amount or invoice.balance) <= invoice.balance:
            assert reply.status in (201, 202, 402), reply.raw
            assert (reply.status == 201) or how != "good", reply.raw
        self._follow(reply, after, new)
        if reply.status in (201, 202):
            assert reply.json["amount"] == (amount or invoice.balance)
        if reply.status == 201:
            assert after.invoices[invoice.id].settled == invoice.settled + reply.json["amount"]

    @move(3, first=ANY, many=[2, 2, 3], how=["good", "good", "page", "asks", "declined"])
    def ada_pays_several(self, first: int, many: int, how: str) -> None:
        known = list(self.now.invoices.values())
        some = [invoice for invoice in known if invoice.is_open and invoice.currency == "EUR"] if first < 10 else known
        chosen = (some[first % len(some) :] + some)[:many] if some else known[:1]
        chosen = list({invoice.id: invoice for invoice in chosen}.values())
        body = {"invoice_ids": [invoice.id for invoice in chosen], **self._method(how)}
        reply, before, after, new = self._ask(self.world.ada, "/portal/payments", body)
        self._follow(reply, after, new)
        if reply.status in (201, 202):
            assert reply.json["amount"] == sum(invoice.balance for invoice in chosen)
        if reply.status == 201:
            assert {after.invoices[invoice.id].status for invoice in chosen} == {"paid"}
        if reply.status >= 400:
            assert all(before.invoices[one.id].settled <= after.invoices[one.id].settled for one in chosen)

    def _method(self, how: str) -> dict[str, str]:
        return {} if how == "page" else {"payment_method_id": self.world.cards[how]}

    def _follow(self, reply: Reply, after: Facts, new: list[LedgerEntry]) -> None:
        """What an attempt booked is its amount, in part from credit; where it leads is kept."""
        if reply.status == 201:
            mine = [entry for entry in new if entry.attempt_id == reply.json["id"]]
            mine = mine or [entry for entry in after.ledger.values() if entry.attempt_id == reply.json["id"]]
            of_credit = sum(entry.amount for entry in mine if entry.kind == "credit")
            assert sum(entry.amount for entry in mine) == reply.json["amount"]
            assert of_credit == reply.json["credit"]
        if reply.status == 202 and reply.json["redirect_url"]:
            self.pages.append(reply.json["redirect_url"])

    @move(5, which=[0, 0, 0, 1, 2], action=["pay", "pay", "pay", "decline", "authenticate", "slow", "refuse"])
    def ada_goes_on_at_the_gateways_page(self, which: int, action: str) -> None:
        """An open page takes money; a bank that asks is answered."""
        if not self.pages:
            return
        url = self.pages[-1 - which % len(self.pages)]
        if "/authenticate/" in url:
            self._answer(url, action != "refuse")
        elif any(row["url"] == url and row["status"] == "open" for row in self.bank.provider.rows("checkout.session")):
            onward = self.bank.press(url, "decline" if action == "refuse" else action)
            if "/authenticate/" in onward:
                self._answer(onward, True)
        self.then = self.now
        self.now = facts(self.bank)

    def _answer(self, url: str, approved: bool) -> None:
        intent = url.rpartition("/authenticate/")[2].partition("?")[0]
        asked = next((row for row in self.bank.provider.rows("payment_intent") if row["id"] == intent), None)
        if asked and asked["status"] == "requires_action":
            self.bank.press(url, "approve" if approved else "refuse")

    @move(2, which=ANY)
    def somebody_asks_again(self, which: int) -> None:
        """The same key and body: the same answer, and nothing more happens. Another body: refused (I10)."""
        done = [one for one in self.asked if one[-1].status in (201, 202, 402)]
        if not done:
            return
        who, path, body, key, first = done[which % len(done)]
        if "/write-off" in path or "/voiding" in path:
            return
        other = self.api.post(path, {**body, "save": True, "x": 1}, token=who.token, key=key)
        assert other.status == 422
        again = self.api.post(path, body, token=who.token, key=key)
        self.then, self.now = self.now, facts(self.bank)
        assert self.now.entries_since(self.then) == []
        if self.world.time.now.timestamp() - NOON.timestamp() < 86_400:
            assert (again.status, again.raw, again.headers["Idempotent-Replayed"]) == (first.status, first.raw, "true")

    @move(1, which=ANY, who=[0, 1])
    def a_stranger_tries(self, which: int, who: int) -> None:
        invoice = self._invoice(which)
        path = f"/portal/invoices/{invoice.id}/payments"
        assert self._ask(self.world.strangers[who], path, {})[0].status == 404
        self.asked.pop()

    # The gateway and the banks ------------------------------------------------------------------------------------------

    @move(6, order=["oldest", "oldest", "newest", "mixed"], most=[1, 2, 99, 99], times=[1, 1, 2])
    def events_arrive(self, order: str, most: int, times: int) -> None:
        """Some come before what they are about, and are told to come again."""
        waiting = self.bank.provider.webhooks.waiting()
        some = {"oldest": waiting, "newest": waiting[::-1], "mixed": waiting[1::2] + waiting[::2]}[order][:most]
        for delivery in some:
            for _ in range(times):
                assert self.bank.provider.webhooks.deliver(delivery) in (200, 503)

    @move(2, which=range(40))
    def an_event_comes_again(self, which: int) -> None:
        delivered = [one for one in self.bank.provider.webhooks.all() if one.state == "delivered"]
        if delivered:
            before = facts(self.bank)
            assert self.bank.provider.webhooks.deliver(delivered[which % len(delivered)]) == 200
            assert facts(self.bank).entries_since(before) == []

    @move(1, which=ANY, late=[False, True])
    def somebody_forges_an_event(self, which: int, late: bool) -> None:
        """Signed with another's secret, or heard long ago."""
        events = self.bank.provider.webhooks.all()
        if not events:
            return
        url, headers, body = self.bank.provider.webhooks.signed(events[which % len(events)])
        if late:
            self.world.time.move(seconds=301)
        else:
            right = headers["Stripe-Signature"]
            headers = {**headers, "Stripe-Signature": right[:-1] + ("1" if right.endswith("0") else "0")}
        before = facts(self.bank)
        assert self.bank.provider.webhooks.send(url, headers, body) == 400
        assert facts(self.bank).entries_since(before) == []
        self.world.alarms.lines.clear()

    @move(2, minutes=[1, 11, 31, 61, 61, 6 * 60, 25 * 60])
    def time_goes_on(self, minutes: int) -> None:
        self.world.time.move(minutes=minutes)
        self.bank.provider.tick()
        if minutes > 10:
            self.the_reconciler_wakes()

    @move(2)
    def the_reconciler_wakes(self) -> None:
        reconcile_payments("req_schedule")

    def _charge(self, which: int) -> dict[str, Any] | None:
        """One of which something is left and that no bank has taken back."""
        some = [one for one in self.bank.provider.charged() if not one["disputed"] and not one["refunded"]]
        return some[which % len(some)] if some else None

    @move(1, which=ANY, part=[1.0, 0.5, 0.25])
    def money_goes_back_at_the_gateways_console(self, which: int, part: float) -> None:
        charge = self._charge(which)
        if charge is not None:
            amount = max(1, int((charge["amount"] - charge["amount_refunded"]) * part))
            form = f"charge={charge['id']}&amount={amount}"
            assert self.bank.provider.call(KEY, "POST", "/v1/refunds", form)[0] == 200

    @move(1, which=ANY)
    def a_bank_sends_a_refund_back(self, which: int) -> None:
        """The newest, say."""
        some = [one for one in self.bank.provider.rows("refund") if one["status"] == "succeeded"]
        if some:
            self.bank.provider.fail_refund(some[which % len(some)]["id"])

    @move(1, which=ANY)
    def a_bank_takes_a_charge_back(self, which: int) -> None:
        charge = self._charge(which)
        if charge is not None:
            self.bank.provider.open_dispute(charge["id"])

    @move(1, which=ANY, won=[True, False])
    def a_dispute_ends(self, which: int, won: bool) -> None:
        some = [one for one in self.bank.provider.rows("dispute") if one["status"] == "needs_response"]
        if some:
            self.bank.provider.close_dispute(some[which % len(some)]["id"], won)

    # What holds -------------------------------------------------------------------------------------------------------

    @invariant()
    def the_books_agree(self) -> None:
        backend("dynamodb").tables["client-portal-test-limits"].items.clear()  # how often is another test's question
        self.then, now = self.now, facts(self.bank)
        check_step(self.then, now)
        self.now = now
        check_books(self.bank, healed=False)
        told = [line for line in self.world.alarms.lines if not str(line.get("alarm")).startswith("reconcile.")]
        assert told == [], told
        self.sound = True

    def happens(self, name: str, drawn: dict[str, Any]) -> None:
        self.sound = False
        super().happens(name, drawn)

    def teardown(self) -> None:
        """Everything arrives in the end, and then the books agree with the gateway's; again, and nothing changes (I9)."""
        if not self.sound:
            return
        for hours in (0, 1, 1, 25, 7):
            self.world.time.move(hours=hours)
            self.bank.provider.tick(everything=True)
            self.bank.deliver()
            self.bank.deliver()
            self.the_reconciler_wakes()
        assert self.bank.provider.webhooks.waiting() == []
        self.the_books_agree()
        check_books(self.bank)
        before = facts(self.bank)
        for delivery in reversed(self.bank.provider.webhooks.all()):
            assert self.bank.provider.webhooks.deliver(delivery) == 200
        self.the_reconciler_wakes()
        after = facts(self.bank)
        assert (after.rows, after.invoices, after.attempts) == (before.rows, before.invoices, before.attempts)


@pytest.fixture
def world(
    api: Api, bank: Bank, time: Time, ada: Actor, carol: Actor, eve: Actor, staff: Any, monkeypatch: pytest.MonkeyPatch
) -> Iterator[World]:
    monkeypatch.setattr(store, "SHARDS", 1)
    made = World(api, bank, time, ada, staff("accountant"), [carol, eve])
    monkeypatch.setattr(logging.getLogger("portal.alarm"), "handlers", [made.alarms])
    yield made


@pytest.mark.asvs("2.3.3")
def test_v07_v08_v09_whatever_happens_at_the_bank_no_money_is_lost_doubled_or_invented(world: World) -> None:
    tell(AtTheBank, world, stories=25, steps=35)

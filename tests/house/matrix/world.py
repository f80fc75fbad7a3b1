"""The deployment of the matrix: two merchants with the same kinds of things, so that each has a neighbour and a foreigner."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from chalicelib.adapters import directory
from chalicelib.adapters.dynamodb import transaction
from chalicelib.adapters.gateways.models import CustomerRequest
from chalicelib.adapters.mailed_tokens import make_token
from chalicelib.contacts import store as contacts
from chalicelib.contacts.entity import Contact
from chalicelib.core import clock, ids
from chalicelib.core.fields import Address
from chalicelib.core.identity import Machine
from chalicelib.customers import store as customers
from chalicelib.customers.entity import Customer
from chalicelib.erasures import store as erasures
from chalicelib.erasures.entity import ErasureRequest, id_of
from chalicelib.exports import store as exports
from chalicelib.exports.entity import Export, Period
from chalicelib.gateway.connect import connect_account
from chalicelib.gateway.open import driver_of
from chalicelib.messages import store as messages
from chalicelib.messages.entity import Message
from chalicelib.payment_methods.save import save_payment_method
from chalicelib.payments import store as payments
from chalicelib.payments.entity import Allocation, Part, Payment, PaymentAttempt
from chalicelib.plans import store as plans
from chalicelib.plans.entity import Plan
from chalicelib.projects import store as projects
from chalicelib.projects.entity import Task
from chalicelib.sessions import store as sessions
from chalicelib.sessions.entity import WayBack
from chalicelib.sessions.passkey_attempt import SIGN_IN, begin_attempt
from chalicelib.setups import store as setups
from chalicelib.setups.entity import Setup
from chalicelib.staff import store as staff
from chalicelib.staff.entity import Staff
from chalicelib.subscriptions import store as subscriptions
from chalicelib.subscriptions.entity import Subscription
from tests.fixtures.authenticator import Authenticator, keep_passkey
from tests.fixtures.calendars import a_feed
from tests.fixtures.checkouts import a_checkout
from tests.fixtures.estimates import a_sent_estimate, an_estimate
from tests.fixtures.invoices import TODAY, a_snapshot, an_invoice, draft_invoice, issued_invoice
from tests.fixtures.people import a_client, a_customer, a_tenant, password_hash
from tests.fixtures.projects import a_project, entry_of
from tests.house.matrix.people import STRANGER, Person, clients, let_go, staff_member, staff_members

HOMES = {"ten_acme": "cus_one", "ten_globex": "cus_three", "ten_initech": "cus_four", "ten_hooli": "cus_five"}
"""A customer of each merchant."""
CUSTOMERS = {"cus_one": "ten_acme", "cus_two": "ten_acme", "cus_three": "ten_globex", "cus_four": "ten_initech"}
ALL_ON = {
    "allow_forwarding": True,
    "show_projects_and_timesheets": True,
    "allow_reviews": True,
    "allow_payment_method_add": True,
    "cancellation": {"immediately": True, "end_of_term": True},
}
KEYS = {tenant: f"sk_test_{tenant}_0001" for tenant in ("ten_acme", "ten_globex")}
AT = "2026-03-01T09:00:00.000Z"


@dataclass(frozen=True)
class World:
    """``things[kind][place]`` is the id of what is there: a customer's, or a tenant's."""

    people: dict[str, Person]
    things: dict[str, dict[str, str]]
    secrets: dict[str, str]

    def at(self, kind: str, place: str) -> str:
        return self.things[kind][place]


def build() -> World:
    """Make everything; a second or so, once a run."""
    for tenant in HOMES:
        a_tenant(tenant.removeprefix("ten_"), **ALL_ON)
    for customer, tenant in {**CUSTOMERS, "cus_five": "ten_hooli"}.items():
        a_customer(tenant, customer, f"Customer {customer}")
    everybody = [*clients(), *staff_members()]
    things: dict[str, dict[str, str]] = {kind: {} for kind in _OF_CUSTOMER}
    for customer, tenant in CUSTOMERS.items():
        for kind, make in _OF_CUSTOMER.items():
            things[kind][customer] = make(tenant, customer)
    things["staff"] = {tenant: staff_member("stella", tenant, "support").id for tenant in ("ten_acme", "ten_globex")}
    things["owner"] = {tenant: staff_member("olga", tenant, "owner").id for tenant in ("ten_acme", "ten_globex")}
    things["session"] = {person.name: person.session_id for person in everybody}
    things["export"] = {tenant: _export("exp", tenant) for tenant in ("ten_acme", "ten_globex")}
    for tenant, key in KEYS.items():
        connect_account(Machine(tenant, "operator", "-"), key)
        things["plan"] = {**things.get("plan", {}), tenant: _plan(tenant)}
        things["checkout"] = {**things.get("checkout", {}), tenant: a_checkout(tenant).id}
        things["invoice_code"] = {**things.get("invoice_code", {}), tenant: _code(tenant)}
    things["method"] = {
        customer: _method(CUSTOMERS[customer], customer) for customer in ("cus_one", "cus_two", "cus_three")
    }
    things["feed"] = {"cus_one": a_feed("ten_acme", "cus_one", "ada@example.com")}
    signed, things["passkey"] = _passkeys(everybody)
    let_go(everybody)
    people = {person.name: person for person in (STRANGER, *everybody)}
    cookies = {"client_cookie": people["ada"].cookie, "staff_cookie": people["owner"].cookie}
    return World(people, things, {**cookies, **_secrets(), **signed})


def _invoice(tenant: str, customer: str) -> str:
    """Complete enough for EN 16931."""
    home = Address(line1="Street 1", city="Berlin", postal_code="10115", country="DE")
    snapshot = a_snapshot(an_invoice(tenant, customer))
    parties = {
        "seller": snapshot.seller.model_copy(update={"address": home}),
        "buyer": snapshot.buyer.model_copy(update={"address": home}),
    }
    return issued_invoice(
        tenant, customer, sha256="ab" * 32, plan_code="team", snapshot=snapshot.model_copy(update=parties)
    ).id


def _draft(tenant: str, customer: str) -> str:
    return draft_invoice(tenant, customer).id


def _contact(tenant: str, customer: str) -> str:
    contact = Contact(
        tenant_id=tenant, customer_id=customer, id=ids.new_id("con"), email="conrad@example.com", language="en", created_at=AT
    )  # fmt: skip
    with transaction() as tx:
        contacts.table.add(tx, contact)
    return contact.id


def _spare(tenant: str, customer: str) -> str:
    """A customer that nothing refers to."""
    spare = Customer(
        tenant_id=tenant, id=f"{customer}_spare", display_name="Spare", currency="EUR", language="en", created_at=AT
    )
    with transaction() as tx:
        customers.table.add(tx, spare)
    return spare.id


def _payment(tenant: str, customer: str) -> str:
    payment = Payment(
        tenant_id=tenant, customer_id=customer, id=ids.new_id("pay"), number="R-00001", date=TODAY, method="card",
        amount=100, currency="EUR", invoices=[Allocation(invoice_id="inv_1", number="1", amount=100)], language="en",
        document_key="receipts/x.pdf", sha256="cd" * 32, created_at=AT,
    )  # fmt: skip
    with transaction() as tx:
        payments.payments.add(tx, payment)
        directory.enter(tx, tenant, payment.id, customer)
    return payment.id


def _attempt(tenant: str, customer: str) -> str:
    attempt = PaymentAttempt(
        tenant_id=tenant, customer_id=customer, id=ids.new_id("att"),
        parts=[Part(invoice_id="inv_1", number="1", generation=0, amount=100)],
        amount=100, currency="EUR", contact_id="con_1", state="failed", ask={}, asked_at=0, created_at=AT, check_at=AT,
    )  # fmt: skip
    with transaction() as tx:
        payments.attempts.add(tx, attempt)
    return attempt.id


def _setup(tenant: str, customer: str) -> str:
    one = Setup(
        tenant_id=tenant, customer_id=customer, id=ids.new_id("set"), state="expired", contact_id="con_1", ask={},
        created_at=AT, check_at=AT, expires=4_000_000_000,
    )  # fmt: skip
    with transaction() as tx:
        setups.table.add(tx, one)
    return one.id


def _subscription(tenant: str, customer: str) -> str:
    one = Subscription(
        tenant_id=tenant, customer_id=customer, id=ids.new_id("sub"), plan_code="team", plan_name="Team", amount=1000,
        currency="EUR", interval="month", status="live", created_at=AT, anchor=TODAY, current_term_start=TODAY,
        current_term_end=TODAY, collection="online",
    )  # fmt: skip
    with transaction() as tx:
        subscriptions.table.add(tx, one)
        directory.enter(tx, tenant, one.id, customer)
    return one.id


def _project(tenant: str, customer: str) -> str:
    return a_project(tenant, customer, id=f"prj_{customer}", tasks=[Task(id=f"tsk_{customer}", name="Design")]).id


def _entry(tenant: str, customer: str) -> str:
    project = projects.get(f"{tenant}#{customer}", f"prj_{customer}")
    assert project
    return entry_of(project).id


def _message(tenant: str, customer: str) -> str:
    one = Message(
        tenant_id=tenant, customer_id=customer, id=ids.new_id("msg"), author_id="con_1", author_name="Conrad", subject="Arms",
        body="Why two?", created_at=AT, updated_at=AT,
    )  # fmt: skip
    with transaction() as tx:
        messages.table.add(tx, one)
        directory.enter(tx, tenant, one.id, customer)
    return one.id


def _erasure(tenant: str, customer: str) -> str:
    """Conrad is to be forgotten."""
    conrad = contacts.get(f"{tenant}#{customer}", "conrad@example.com")
    assert conrad
    one = ErasureRequest(
        tenant_id=tenant, customer_id=customer, id=id_of(conrad.id), contact_id=conrad.id, side="client",
        requested_by="con_1", requested_at=AT,
    )  # fmt: skip
    with transaction() as tx:
        erasures.table.add(tx, one)
        directory.enter(tx, tenant, one.id, customer)
    return one.id


_OF_CUSTOMER: dict[str, Callable[[str, str], str]] = {
    "customer": lambda tenant, customer: customer,
    "invoice": _invoice,
    "draft": _draft,
    "contact": _contact,
    "spare": _spare,
    "payment": _payment,
    "attempt": _attempt,
    "setup": _setup,
    "subscription": _subscription,
    "project": _project,
    "task": lambda tenant, customer: f"tsk_{customer}",
    "entry": _entry,
    "message": _message,
    "erasure": _erasure,
    "pack": lambda tenant, customer: _export("pak", tenant, customer),
    "own_export": lambda tenant, customer: _export("own", tenant, customer),
    "estimate": lambda tenant, customer: a_sent_estimate(tenant, customer, created_at=AT, file="estimates/file.pdf").id,
    "estimate_draft": lambda tenant, customer: an_estimate(tenant, customer, created_at=AT).id,
}


def _plan(tenant: str) -> str:
    plan = Plan(
        tenant_id=tenant, id=f"pla_{tenant}", code="team", name="Team", amount=1000, currency="EUR", interval="month"
    )
    with transaction() as tx:
        plans.table.add(tx, plan)
    return plan.id


def _export(prefix: str, tenant: str, customer: str = "") -> str:
    """One that is there to be taken: everything of the merchant, a customer's pack, or everything of the customer."""
    period = Period(since=TODAY, until=TODAY, language="en") if prefix == "pak" else None
    language = "en" if prefix == "own" else None
    export = Export(
        tenant_id=tenant, customer_id=customer, period=period, language=language, id=ids.new_id(prefix), status="ready",
        requested_by="stf_1", created_at=AT, folder=f"exports/{tenant}{customer}", sha256="ef" * 32, size=1,
        expires=2_000_000_000,
    )  # fmt: skip
    with transaction() as tx:
        exports.exports.add(tx, export)
    return export.id


def _code(tenant: str) -> str:
    code = issued_invoice(tenant, HOMES[tenant], number=2).verification_code
    assert code
    return code


def _method(tenant: str, customer: str) -> str:
    driver = driver_of(KEYS[tenant])
    ref = driver.ensure_customer(CustomerRequest(tenant=tenant, customer=customer, name=customer))
    with transaction() as tx:
        method = save_payment_method(tx, tenant, customer, driver.attach_method("pm_card_visa", ref))
    assert method is not None
    return method.id


def _secrets() -> dict[str, str]:
    """The tokens of mails that were sent: invitations of people without a password, resets of those with one."""
    found = {}
    contact = Contact(
        tenant_id="ten_acme", customer_id="cus_one", id=ids.new_id("con"), email="ivy@example.com", language="en",
        portal_status="invited", created_at=AT,
    )  # fmt: skip
    office = Staff(
        tenant_id="ten_acme", id=ids.new_id("stf"), email="ingrid@acme.example", name="Ingrid", role="support",
        language="en", created_at=AT,
    )  # fmt: skip
    with transaction() as tx:
        found["client_invitation"] = _token(tx, "client_invitation", contact)
        found["staff_invitation"] = _token(tx, "staff_invitation", office)
        contact.invitation, office.invitation = (ids.digest(found[f"{who}_invitation"]) for who in ("client", "staff"))
        contacts.table.add(tx, contact)
        staff.table.add(tx, office)
    for audience, email in (("client", "ada@example.com"), ("staff", "owner@acme.example")):
        credential = sessions.get_credential(audience, "ten_acme", email)
        assert credential and credential.password == password_hash()
        with transaction() as tx:
            secret = _token(tx, f"{audience}_reset", credential)
            credential.reset = ids.digest(secret)
            sessions.credentials.save(tx, credential)
        found[f"{audience}_reset"] = secret
    return found | _secrets_of_changes()


def _passkeys(everybody: list[Person]) -> tuple[dict[str, str], dict[str, str]]:
    """A passkey of each client who is enrolled, by name; and what ada's browser sends to sign in with hers, with its cookie."""
    made, device = {}, Authenticator()
    for person in everybody:
        if person.audience == "client" and not person.unenrolled:
            made[person.name] = keep_passkey(person.tenant_id, person.email, device if person.name == "ada" else None)
    attempt = begin_attempt("ten_acme", SIGN_IN)
    said = json.dumps(device.sign({"challenge": attempt.challenge}))
    return {"passkey": said, "passkey_cookie": attempt.cookie.partition(";")[0]}, made


def _secrets_of_changes() -> dict[str, str]:
    """Two people of one customer who change their address: one has not confirmed the new one, one can take it back."""
    found = {}
    for name, purpose in (("Olga", "email_change"), ("Nora", "email_reversal")):
        person = a_client("ten_acme", "cus_one", name)
        credential, other = person.credential, f"{name.lower()}@new.example"
        with transaction() as tx:
            token = make_token(
                tx, purpose, tenant_id="ten_acme", person_id=credential.id, email=other, seconds=600, other_email=person.email
            )  # fmt: skip
            if purpose == "email_change":
                credential.email_change = token.digest
            else:
                credential.way_back = WayBack(digest=token.digest, email=other, until=clock.epoch() + 600)
            sessions.credentials.save(tx, credential)
        found[purpose] = token.secret
    return found


def _token(tx: Any, purpose: Any, person: Any) -> str:
    customer_id = getattr(person, "customer_id", "")
    return make_token(
        tx, purpose, tenant_id=person.tenant_id, person_id=person.id, email=person.email, seconds=600, customer_id=customer_id
    ).secret  # fmt: skip

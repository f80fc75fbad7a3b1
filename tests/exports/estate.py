"""A merchant with one of everything, and another one beside it whose every word is a canary."""

from datetime import date
from typing import Any

from chalicelib.adapters import directory, object_store
from chalicelib.adapters.dynamodb import transaction
from chalicelib.audit.record import record_change
from chalicelib.comments import store as comments
from chalicelib.comments.entity import Comment
from chalicelib.core import ids
from chalicelib.core.identity import Machine
from chalicelib.core.portal import Merchant
from chalicelib.gateway import store as gateway
from chalicelib.gateway.entity import BooksDue, Connection
from chalicelib.messages import store as messages
from chalicelib.messages.entity import Message, Reply
from chalicelib.payment_methods import store as methods
from chalicelib.payment_methods.entity import FirstMethod, PaymentMethod
from chalicelib.payments import store as payments
from chalicelib.payments.entity import Allocation, LedgerEntry, Part, Payment, PaymentAttempt, Posting, Refund
from chalicelib.plans import store as plans
from chalicelib.plans.entity import Plan
from chalicelib.reviews import store as reviews
from chalicelib.reviews.entity import Review
from chalicelib.subscriptions import store as subscriptions
from chalicelib.subscriptions.entity import Subscription
from chalicelib.tenants.find import find_merchant
from chalicelib.tenants.take_number import take_number
from tests.fixtures.estimates import a_sent_estimate, an_estimate
from tests.fixtures.invoices import draft_invoice, issued_invoice
from tests.fixtures.people import Actor, a_client, a_customer, a_staff_member, a_tenant
from tests.fixtures.projects import a_project

AT = "2026-03-10T09:00:00.000Z"
DAY = date(2026, 3, 10)
SECRETS = {"redirect_url": "https://gateway.example/cs_of_the_client", "ask": {"secret": "ask-of-the-gateway"}}
PDF = b"%PDF-1.7 of invoice and receipt"


def an_estate(name: str, word: str) -> Actor:
    """One of everything at ``ten_{name}``; ``word`` stands in its texts. Its owner."""
    tenant = f"ten_{name}"
    a_tenant(name)
    owner = a_staff_member(tenant, "owner", name=word)
    assert owner.token
    a_customer(tenant, f"cus_{name}", f"{word} Ltd", phone=f"=1+1 {word}")
    a_customer(tenant, f"cus_{name}_2", f"{word} Inc")
    assert a_client(tenant, f"cus_{name}", word, "owner").token
    _sell(tenant, f"cus_{name}", word)
    _bill(tenant, f"cus_{name}", word)
    _pay(tenant, f"cus_{name}", word)
    _talk(tenant, f"cus_{name}", word)
    return owner


def merchant_of(name: str) -> Merchant:
    return find_merchant(f"ten_{name}")


def _sell(tenant: str, customer: str, word: str) -> None:
    plan = Plan(tenant_id=tenant, id="pln_1", code="team", name=word, amount=100, currency="EUR", interval="month")
    subscription = Subscription(
        tenant_id=tenant, customer_id=customer, id=ids.new_id("sub"), plan_code="team", plan_name=word, amount=1000,
        currency="EUR", interval="month", status="live", created_at=AT, current_term_start=DAY, current_term_end=DAY,
        collection="online", anchor=DAY,
    )  # fmt: skip
    connection = Connection(
        tenant_id=tenant, account_id="acct_1", account_name=word, livemode=False, country="DE", default_currency="EUR",
        charges_enabled=True, webhook_url="https://portal.example.com/hook", connected_at=AT,
    )  # fmt: skip
    with transaction() as tx:
        plans.table.add(tx, plan)
        subscriptions.table.add(tx, subscription)
        gateway.table.add(tx, connection)
        gateway.books.add(tx, BooksDue(tenant_id=tenant, day="2026-03-16", check_at=AT))
        record_change(tx, Machine(tenant, word, "req"), "plan.created", plan.id)
        record_change(tx, Machine(tenant, word, "req"), "customer.removed", "cus_gone", customer_id="cus_gone")


def _bill(tenant: str, customer: str, word: str) -> None:
    object_store.keep(f"documents/{tenant}.pdf", PDF, "application/pdf")
    issued_invoice(
        tenant,
        customer,
        document_key=f"documents/{tenant}.pdf",
        sha256="ab" * 32,
        number=f"../{word}",
        notes=f"={word}",
    )
    draft_invoice(tenant, customer, notes=word)
    a_project(tenant, customer, name=word)
    a_sent_estimate(tenant, customer, notes=word, number=f"={word}", file=f"documents/{tenant}.pdf")
    an_estimate(tenant, customer, notes=word)


def _talk(tenant: str, customer: str, word: str) -> None:
    comment = Comment(
        tenant_id=tenant, customer_id=customer, id=ids.new_id("com"), subject_kind="invoice", subject_id="inv_1",
        author_kind="client", author_id="con_1", author_name=word, text=f"={word}", created_at=AT,
    )  # fmt: skip
    reply = Reply(id="rep_1", author_kind="staff", author_id="stf_1", author_name=word, body=f"={word}", created_at=AT)
    message = Message(
        tenant_id=tenant, customer_id=customer, id=ids.new_id("msg"), author_id="con_1", author_name=word, subject=word,
        body=f"={word}", replies=[reply], created_at=AT, updated_at=AT,
    )  # fmt: skip
    review = Review(
        tenant_id=tenant, customer_id=customer, contact_id="con_1", id=ids.new_id("rev"), author_name=word, rating=4,
        comment=f"={word}", created_at=AT, updated_at=AT,
    )  # fmt: skip
    with transaction() as tx:
        comments.table.add(tx, comment)
        messages.table.add(tx, message)
        directory.enter(tx, tenant, message.id, customer)
        reviews.table.add(tx, review)


def _pay(tenant: str, customer: str, word: str) -> None:
    shared: dict[str, Any] = {"tenant_id": tenant, "customer_id": customer, "currency": "EUR", "amount": 100}
    share = Allocation(invoice_id="inv_1", number="1", amount=100)
    payment = Payment(
        id=ids.new_id("pay"), number="R-00001", date=DAY, method="card", invoices=[share], language="en", reference=word,
        document_key=f"documents/{tenant}.pdf", sha256="cd" * 32, created_at=AT, **shared,
    )  # fmt: skip
    attempt = PaymentAttempt(
        id=ids.new_id("att"), parts=[Part(invoice_id="inv_1", number=word, generation=0, amount=100)], contact_id="con_1",
        state="failed", asked_at=0, created_at=AT, check_at=AT, **SECRETS, **shared,
    )  # fmt: skip
    refund = Refund(
        id=ids.new_id("ref"), payment_id=payment.id, invoice_id="inv_1", asked_amount=100, reopen=False, pieces=1,
        asked_at=0, created_at=AT, check_at=AT, gateway_id=word, **shared,
    )  # fmt: skip
    entry = LedgerEntry(
        key=f"charge#{word}", kind="payment", at=AT, date=DAY, allocations=[share], reason=word, **shared,
        postings=[Posting(account="gateway", amount=100), Posting(account="receivable", amount=-100)],
    )  # fmt: skip
    method = PaymentMethod(
        tenant_id=tenant, customer_id=customer, id="pm_1", type="card", last4="4242", gateway_id=word,
        gateway_customer="cus_gw", created_at=AT,
    )  # fmt: skip
    with transaction() as tx:
        payments.payments.add(tx, payment)
        payments.attempts.add(tx, attempt)
        payments.refunds.add(tx, refund)
        payments.ledger.add(tx, entry)
        methods.table.add(tx, method)
        methods.firsts.add(tx, FirstMethod(tenant_id=tenant, customer_id=customer))
        directory.enter(tx, tenant, payment.id, customer)
        take_number(tx, tenant, "payment")

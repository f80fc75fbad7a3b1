"""The demo: Acme Cloud and its client Lovelace Instruments over eighteen months, and Globex next door."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from chalicelib.adapters import directory
from chalicelib.adapters.dynamodb import transaction
from chalicelib.adapters.gateways.models import CustomerRequest
from chalicelib.contacts.create import create_contact
from chalicelib.contacts.invite import invite_contact
from chalicelib.contacts.schemas import NewContact
from chalicelib.core import clock, ids
from chalicelib.core.fields import Address
from chalicelib.core.identity import PortalUser, partition
from chalicelib.customers.create import create_customer
from chalicelib.customers.schemas import CustomerView, NewCustomer
from chalicelib.customers.totals import note_gateway_ref
from chalicelib.erasures.request import request_erasure_for_client
from chalicelib.gateway.open import open_gateway
from chalicelib.invoices.schemas import NewLine
from chalicelib.payment_methods.save import save_payment_method
from chalicelib.payment_methods.store import browse as browse_methods
from chalicelib.plans import store as plans
from chalicelib.plans.entity import Plan
from chalicelib.subscriptions import store as subscriptions
from chalicelib.subscriptions.entity import Happening, Subscription
from chalicelib.subscriptions.rules import day_after
from infra.demo import Context
from infra.demo.history import Fate, Story, on, write
from infra.demo.offers import offer, offer_newest
from infra.demo.people import Client, House, bring_in, open_acme, open_globex
from infra.demo.talk import talk
from infra.demo.work import work

ADA = Client("Ada", "Lovelace", "ada@lovelace.example", "owner")
BEN = Client("Ben", "Okafor", "ben@lovelace.example", "viewer")
EVE = Client("Eve", "Moreau", "eve@moreau.example", "owner")


def tell_nothing(context: Context) -> list[dict[str, Any]]:
    """Both merchants with their owners, and nothing else."""
    return [open_acme(context).answer(), open_globex(context).answer()]


def tell(context: Context) -> list[dict[str, Any]]:
    """The whole demo."""
    acme, globex = open_acme(context), open_globex(context)
    customer = lovelace(acme)
    save_methods(acme, customer.id)
    reader = reader_of(acme, customer.id)
    stories = _stories(acme, customer.id)
    for count, story in enumerate(stories[:-2], 1):
        if count % 10 == 0:
            context.progress(f"Writing invoices: {count} of {len(stories)}")
        write(acme.staff, customer.id, reader, story)
    today = clock.today(acme.tenant.organization.timezone)
    context.progress("Writing estimates")
    offer(acme.staff, customer.id, reader, today)
    work(acme.staff, customer.id, today)
    for client in (ADA, BEN):
        bring_in(context, acme, customer.id, client)
    talk(acme.staff, reader, today)
    lose_touch(acme, customer.id)
    wish_to_be_forgotten(acme, customer.id, today)
    for story in stories[-2:]:
        write(acme.staff, customer.id, reader, story)
    offer_newest(acme.staff, customer.id, today)
    rival = create_customer(globex.staff, NewCustomer(display_name="Moreau Atelier", language="en"))
    bring_in(context, globex, rival.id, EVE)
    return [acme.answer(ADA, BEN), globex.answer(EVE)]


def lose_touch(house: House, customer_id: str) -> None:
    """Somebody whose invitation comes back: the local stack plays SES's mailbox simulator."""
    person = NewContact(email="bounce@lovelace.example", first_name="Charles", last_name="Babbage", role="viewer")
    contact = create_contact(house.staff, customer_id, person)
    invite_contact(house.staff, customer_id, contact.id)


def lovelace(house: House) -> CustomerView:
    """The customer whose invoices these are."""
    address = Address(line1="12 St James's Square", city="London", postal_code="SW1Y 4LB", country="GB")
    request = NewCustomer(
        display_name="Lovelace Instruments",
        company_name="Lovelace Instruments Ltd",
        tax_id="GB123456789",
        phone="+44 20 7946 0018",
        billing_address=address,
        shipping_address=address,
        language="en",
    )
    return create_customer(house.staff, request)


def wish_to_be_forgotten(house: House, customer_id: str, today: date) -> None:
    """Somebody who left the company wrote a letter: staff entered it, and an owner of the merchant has yet to decide."""
    with on(today - timedelta(days=9)):
        person = NewContact(email="mary@lovelace.example", first_name="Mary", last_name="Somerville", role="viewer")
        contact = create_contact(house.staff, customer_id, person)
        request_erasure_for_client(house.staff, customer_id, contact.id)


def save_methods(house: House, customer_id: str) -> None:
    """A card and, second, a bank account; both always succeed, and are saved at the provider and with us."""
    gateway = open_gateway(house.tenant.tenant_id)
    asked = CustomerRequest(tenant=house.tenant.tenant_id, customer=customer_id, name="Lovelace Instruments Ltd")
    gateway_customer = gateway.ensure_customer(asked)
    card, account = (gateway.attach_method(token, gateway_customer) for token in ("pm_card_visa", "pm_success_de"))
    account = account.model_copy(update={"mandate": "7QK2M9XW41TB"})  # as if it was given on the provider's page
    with transaction() as tx:
        note_gateway_ref(tx, house.tenant.tenant_id, customer_id, gateway_customer)
        save_payment_method(tx, house.tenant.tenant_id, customer_id, card)
    with transaction() as tx:
        save_payment_method(tx, house.tenant.tenant_id, customer_id, account)


def reader_of(house: House, customer_id: str) -> PortalUser:
    """Whoever read the invoices before Ada came."""
    return PortalUser(
        merchant=house.staff.merchant,
        customer_id=customer_id,
        contact_id="con_demo",
        email=ADA.email,
        name="Ada Lovelace",
        role="owner",
        language="en",
        session_id="demo",
        request_id="demo",
        authenticated_at=clock.epoch(),
    )


def _plans(house: House) -> tuple[Plan, Plan]:
    tenant_id = house.tenant.tenant_id
    team = Plan(
        tenant_id=tenant_id, id=ids.new_id("pln"), code="team", name="Team", description="Up to 25 people, 2 TB",
        amount=89_000, currency="EUR", interval="month", tax_rate="19",
    )  # fmt: skip
    support = Plan(
        tenant_id=tenant_id, id=ids.new_id("pln"), code="support", name="Priority support",
        description="Answers within two hours", amount=45_000, currency="EUR", interval="month", interval_count=3, tax_rate="19",
    )  # fmt: skip
    with transaction() as tx:
        plans.table.add(tx, team)
        plans.table.add(tx, support)
    return team, support


def _subscribe(
    house: House, customer_id: str, plan: Plan, start: date, term: tuple[date, date], online: bool
) -> Subscription:
    subscription = Subscription(
        tenant_id=house.tenant.tenant_id,
        customer_id=customer_id,
        id=ids.new_id("sub"),
        plan_code=plan.code,
        plan_name=plan.name,
        amount=plan.amount,
        currency=plan.currency,
        tax_rate=plan.tax_rate,
        interval=plan.interval,
        interval_count=plan.interval_count,
        status="live",
        created_at=f"{start}T09:00:00.000Z",
        anchor=start,
        term=_terms_before(start, term[0], plan),
        current_term_start=term[0],
        current_term_end=term[1],
        next_billing_date=term[1] + timedelta(days=1),
        collection="online" if online else "offline",
        payment_method_id=_default_method(house, customer_id) if online else None,
        history=_history(start, term[0], plan),
    )
    with transaction() as tx:
        subscriptions.table.add(tx, subscription)
        directory.enter(tx, subscription.tenant_id, subscription.id, customer_id)
    return subscription


def _history(start: date, first: date, plan: Plan) -> list[Happening]:
    """How it began, and the terms since."""
    months = range(
        plan.interval_count, (first.year - start.year) * 12 + first.month - start.month + 1, plan.interval_count
    )
    renewals = [Happening(at=f"{day_after(start, 'month', count)}T02:00:00.000Z", event="renewed") for count in months]
    return [Happening(at=f"{start}T09:00:00.000Z", event="started", by="staff"), *renewals]


def _terms_before(start: date, first: date, plan: Plan) -> int:
    """How many terms of a monthly plan lie between two days."""
    return ((first.year - start.year) * 12 + first.month - start.month) // plan.interval_count


def _default_method(house: House, customer_id: str) -> str:
    return browse_methods(partition(house.tenant.tenant_id, customer_id))[0].id


def _stories(house: House, customer_id: str) -> list[Story]:
    """Forty invoices, oldest first: 18 of the team plan, 6 of support, 16 of their own."""
    today = clock.today(house.tenant.organization.timezone)
    months = [_first_of_month(today, back) for back in range(17, -1, -1)]
    team, support = _plans(house)
    following = _first_of_month(today, -1)
    online = _subscribe(house, customer_id, team, months[0], (months[-1], following - timedelta(days=1)), True)
    quarters = months[::3]
    quarter_end = _first_of_month(quarters[-1], -3) - timedelta(days=1)
    offline = _subscribe(house, customer_id, support, months[0], (quarters[-1], quarter_end), False)
    stories = [_of_plan(day, team, online, "paid") for day in months[:-1]] + [
        _of_plan(months[-1], team, online, "sent")
    ]
    # So that the newest statement has all that can stand in one: too much paid, credit applied, money back.
    stories[-5:-2] = [
        replace(stories[-5], overpaid=12_000),
        replace(stories[-4], with_credit=True),
        replace(stories[-3], refunded=4_500),
    ]
    stories += [_of_plan(day + timedelta(days=1), support, offline, "paid") for day in quarters[:-1]]
    stories.append(_of_plan(quarters[-1] + timedelta(days=1), support, offline, "viewed"))
    stories += _one_offs(today)
    return sorted((_not_after(story, today) for story in stories), key=lambda story: story.day)


def _not_after(story: Story, today: date) -> Story:
    return story if story.day <= today else Story(**{**vars(story), "day": today})


def _of_plan(day: date, plan: Plan, subscription: Subscription, fate: Fate) -> Story:
    line = NewLine(
        description=f"{plan.name}, from {day:%d %B %Y}", quantity="1", unit_price=plan.amount, tax_rate=plan.tax_rate
    )
    return Story(day, (line,), fate, plan, subscription, terms_days=30)


_WORK = (
    ("Onboarding workshop, on site", "1.5", 132_000),
    ("Data migration from the old system", "12", 9_800),
    ("Extra storage, 500 GB", "3", 4_900),
    ("Single sign-on set-up", "1", 64_000),
    ("Custom report: laboratory throughput", "8.25", 11_500),
    ("Security review and written findings", "2", 98_000),
    ("Training for new colleagues, remote", "4", 18_500),
    ("Domain and certificate, one year", "1", 4_200),
)
_FATES: tuple[tuple[int, Fate], ...] = (
    (520, "paid"), (470, "paid"), (430, "void"), (390, "paid"), (350, "paid"), (300, "paid"), (260, "paid"), (210, "paid"),
    (160, "void"), (120, "partially_paid"), (75, "overdue"), (50, "overdue"), (20, "partially_paid"), (9, "viewed"),
    (4, "draft"), (1, "sent"),
)  # fmt: skip


def _one_offs(today: date) -> list[Story]:
    found = []
    for number, (days, fate) in enumerate(_FATES):
        first, second = _WORK[number % len(_WORK)], _WORK[(number + 3) % len(_WORK)]
        lines = tuple(
            NewLine(description=text, quantity=quantity, unit_price=price, tax_rate=rate)
            for (text, quantity, price), rate in ((first, "19"), (second, "7" if number % 5 == 0 else "19"))
        )
        notes = "Thank you for the quick turnaround on the sign-off." if number % 4 == 0 else ""
        found.append(Story(today - timedelta(days=days), lines, fate, notes=notes, terms_days=30 if days < 30 else 14))
    return found


def _first_of_month(day: date, months_back: int) -> date:
    month = day.year * 12 + day.month - 1 - months_back
    return date(month // 12, month % 12 + 1, 1)

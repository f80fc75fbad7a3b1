"""A stranger subscribes: the gateway's page is opened."""

import json
from datetime import datetime, timedelta

from chalicelib.adapters.dynamodb import transaction
from chalicelib.adapters.gateways.errors import AmountNotPossible, GatewayNotConfigured, GatewayRefused
from chalicelib.adapters.gateways.models import (
    CheckoutRequest,
    CustomerRequest,
    HostedPage,
    Language,
    Purpose,
    SetupRequest,
)
from chalicelib.adapters.idempotency import KeyReused
from chalicelib.adapters.limits import limit_lookups
from chalicelib.audit.record import record_change
from chalicelib.checkouts import parties, rules, store
from chalicelib.checkouts.entity import PREFIX, Checkout, Company, Person
from chalicelib.checkouts.schemas import CheckoutPage, NewCheckout
from chalicelib.core import clock, ids
from chalicelib.core.errors import Invalid, NotFound
from chalicelib.core.identity import Caller, Machine
from chalicelib.core.portal import Merchant
from chalicelib.gateway import ask
from chalicelib.invoices.today import today_of
from chalicelib.payments.rules import PAGE_SECONDS, RESEND_SECONDS, next_check
from chalicelib.plans.entity import Plan
from chalicelib.plans.find import find_plan
from chalicelib.settings import settings
from chalicelib.subscriptions.begin import first_bill
from chalicelib.tenants.find import find_by_portal_name


def open_checkout(caller: Caller, portal: str, request: NewCheckout) -> CheckoutPage:
    """Open the gateway's page for what is due today, or, where nothing is, to save a payment method for later.

    A request that is repeated under its Idempotency-Key finds the same page. Nothing is looked up by the address that was
    typed, so an answer never tells whether it is known. Raises NotFound, Invalid for a plan that is not on sale,
    GatewayNotConfigured, and Unavailable if the gateway's answer is not known: ask again.
    """
    merchant = find_by_portal_name(portal).merchant
    if not merchant.portal.enabled:
        raise NotFound
    limit_lookups(caller.address)
    plan = find_plan(merchant.tenant_id, request.plan_code)
    if plan is None or not plan.active:
        raise Invalid([("plan_code", "There is no such plan on sale.")])
    actor = Machine(merchant.tenant_id, "checkout", caller.request_id)
    checkout_id = _id_of(caller, merchant.tenant_id)
    known = store.get(merchant.tenant_id, checkout_id)
    if known is not None:
        return _again(actor, known, request)
    return _ask(actor, _keep(actor, merchant, _new(merchant, plan, checkout_id, request)))


def _id_of(caller: Caller, tenant_id: str) -> str:
    key = caller.idempotency_key
    return f"{PREFIX}{ids.digest(f'{tenant_id}{chr(0)}{key}')[:26]}" if key else ids.new_id(PREFIX[:-1])


def _again(actor: Machine, known: Checkout, request: NewCheckout) -> CheckoutPage:
    if known.digest != _digest(request):
        raise KeyReused([])
    if known.redirect_url:
        return CheckoutPage(id=known.id, redirect_url=known.redirect_url)
    if known.state != "open" or clock.epoch() - _begun(known) > RESEND_SECONDS:
        raise rules.CheckoutClosed
    return _ask(actor, known)


def _begun(one: Checkout) -> float:
    return datetime.fromisoformat(one.created_at).timestamp()


def _digest(request: NewCheckout) -> str:
    return ids.digest(json.dumps(request.model_dump(mode="json"), sort_keys=True))


def _new(merchant: Merchant, plan: Plan, checkout_id: str, request: NewCheckout) -> Checkout:
    now = clock.now()
    one = Checkout(
        tenant_id=merchant.tenant_id,
        id=checkout_id,
        plan=plan,
        quantity=request.quantity,
        language=request.language or merchant.organization.locale,
        person=Person(**request.contact.model_dump()),
        company=Company(**request.company.model_dump()),
        billing_address=request.billing_address,
        total=0,
        digest=_digest(request),
        customer_id=ids.new_id("cus"),
        gateway_customer="",
        ask={},
        created_at=clock.stamp(now),
        check_at=clock.stamp(next_check(now, 0)),
        expires=int((now + rules.KEPT_FOR).timestamp()),
    )
    customer, today = parties.customer_of(one), today_of(merchant)
    due = first_bill(parties.subscription_of(one, customer, today), merchant, customer, today)
    one = one.model_copy(update={"total": due[1].total if due else 0})
    rules.check_total(one.total)
    gateway_customer = ask.ensure_customer(merchant.tenant_id, _customer(one))
    asked = _page(merchant, one, gateway_customer, request.return_path)
    return one.model_copy(update={"gateway_customer": gateway_customer, "ask": asked.model_dump(mode="json")})


def _customer(one: Checkout) -> CustomerRequest:
    customer = parties.customer_of(one)
    return CustomerRequest(
        tenant=one.tenant_id,
        customer=customer.id,
        name=customer.display_name,
        email=customer.email,
        language=_language(one.language),
    )


def _page(
    merchant: Merchant, one: Checkout, gateway_customer: str, return_path: str | None
) -> CheckoutRequest | SetupRequest:
    path = return_path or f"/{merchant.portal.portal_name}/subscribe/{one.plan.code}/return"
    back = f"{settings().site_of(one.tenant_id)}{path}?checkout={one.id}"
    common = {
        "purpose": Purpose(tenant=one.tenant_id, customer=one.customer_id, attempt=one.id),
        "gateway_customer": gateway_customer,
        "success_url": back,
        "cancel_url": back,
        "expires_at": clock.now().replace(microsecond=0) + timedelta(seconds=PAGE_SECONDS),
        "language": _language(one.language),
    }
    if not one.pays:
        return SetupRequest.model_validate(common)
    return CheckoutRequest.model_validate(
        common | {"amount": one.total, "currency": one.plan.currency, "description": one.plan.name, "save_method": True}
    )


def _language(language: str) -> Language:
    return "de" if language == "de" else "en"


def _keep(actor: Machine, merchant: Merchant, one: Checkout) -> Checkout:
    """Kept before the gateway hears of it: nothing is paid that nobody knows of."""
    with transaction() as tx:
        store.table.add(tx, one, rules.CheckoutChanged())
        changes: dict[str, str | int | bool | None] = {"plan": one.plan.code, "amount": one.total}
        record_change(tx, actor, "checkout.opened", one.id, changes=changes)
    return one.model_copy(update={"version": 1})


def _ask(actor: Machine, one: Checkout) -> CheckoutPage:
    try:
        page = _open(one)
    except (GatewayNotConfigured, GatewayRefused, AmountNotPossible):
        with transaction() as tx:
            store.table.save(tx, one.model_copy(update={"state": "failed"}), rules.CheckoutChanged())
            record_change(tx, actor, "checkout.failed", one.id)
        raise
    with transaction() as tx:
        found = {"gateway_id": page.gateway_id, "redirect_url": page.url}
        store.table.save(tx, one.model_copy(update=found), rules.CheckoutChanged())
        record_change(tx, actor, "checkout.page_opened", one.id)
    return CheckoutPage(id=one.id, redirect_url=page.url)


def _open(one: Checkout) -> HostedPage:
    if one.pays:
        return ask.start_checkout(CheckoutRequest.model_validate(one.ask))
    return ask.start_setup(SetupRequest.model_validate(one.ask))

"""A client adds a card or bank account, or replaces one: the gateway's page is opened, and no number ever comes to us."""

from datetime import timedelta

from chalicelib.adapters.dynamodb import transaction
from chalicelib.adapters.gateways.errors import GatewayNotConfigured, GatewayRefused
from chalicelib.adapters.gateways.models import Purpose, SetupRequest
from chalicelib.adapters.idempotency import KeyReused
from chalicelib.audit.record import record_change
from chalicelib.core import clock, ids
from chalicelib.core.errors import NotFound
from chalicelib.core.identity import Caller, PortalUser, SwitchedOff
from chalicelib.customers.find import find_customer
from chalicelib.customers.totals import note_gateway_ref
from chalicelib.gateway import ask
from chalicelib.payment_methods.find import find_payment_method
from chalicelib.payments.begin import ask_for_customer
from chalicelib.payments.method_types import offered_types
from chalicelib.payments.rules import PAGE_SECONDS, next_check
from chalicelib.sessions.reauthenticate import check_recently_authenticated
from chalicelib.settings import settings
from chalicelib.setups import rules, store
from chalicelib.setups.entity import PREFIX, Setup
from chalicelib.setups.schemas import NewSetup, SetupPage
from chalicelib.subscriptions.find import find_going_on


def add_payment_method(user: PortalUser, caller: Caller, request: NewSetup) -> SetupPage:
    """Open the page that saves another method, where the merchant lets clients add some."""
    user.must_be("billing")
    if not user.settings.allow_payment_method_add:
        raise SwitchedOff
    return _open(user, caller, request, None)


def replace_payment_method(user: PortalUser, caller: Caller, payment_method_id: str, request: NewSetup) -> SetupPage:
    """Open the page that saves another method in this one's place; what it pays for goes on with the new one."""
    if find_payment_method(user.partition, payment_method_id) is None:
        raise NotFound
    user.must_be("billing")
    if not user.settings.allow_payment_method_update:
        raise SwitchedOff
    return _open(user, caller, request, payment_method_id)


def _open(user: PortalUser, caller: Caller, request: NewSetup, replaces: str | None) -> SetupPage:
    """Whoever asks shows first who is there. A request that is repeated under its Idempotency-Key finds the same page."""
    check_recently_authenticated(user, caller, request.password)
    path = request.return_path or f"/{user.settings.portal_name}/account/cards/return"
    setup_id = _id_of(user, caller)
    known = store.get(user.partition, setup_id)
    if known is None:
        return _ask(user, _keep(user, setup_id, path, replaces))
    if known.replaces != replaces:
        raise KeyReused([])
    if known.redirect_url:
        return SetupPage(id=known.id, redirect_url=known.redirect_url)
    if known.state != "open":
        raise rules.SetupClosed
    return _ask(user, known)


def _id_of(user: PortalUser, caller: Caller) -> str:
    key = caller.idempotency_key
    return (
        f"{PREFIX}{ids.digest(chr(0).join((user.partition, user.contact_id, key)))[:26]}" if key else ids.new_id("set")
    )


def _keep(user: PortalUser, setup_id: str, path: str, replaces: str | None) -> Setup:
    """Kept before the gateway hears of it: nothing is saved that nobody knows of."""
    customer, now = find_customer(user.tenant_id, user.customer_id), clock.now()
    gateway_customer = ask_for_customer(customer)
    back = f"{settings().site_of(user.tenant_id)}{path}?setup={setup_id}"
    asked = SetupRequest(
        purpose=Purpose(tenant=user.tenant_id, customer=user.customer_id, attempt=setup_id),
        gateway_customer=gateway_customer,
        success_url=back,
        cancel_url=back,
        expires_at=now.replace(microsecond=0) + timedelta(seconds=PAGE_SECONDS),
        language="de" if user.language == "de" else "en",
        method_types=offered_types(user.tenant_id, customer.currency, *_paid_by(user.partition, replaces)),
    )
    one = Setup(
        tenant_id=user.tenant_id,
        customer_id=user.customer_id,
        id=setup_id,
        replaces=replaces,
        contact_id=user.contact_id,
        ask=asked.model_dump(mode="json"),
        created_at=clock.stamp(now),
        check_at=clock.stamp(next_check(now, 0)),
        expires=int((now + rules.KEPT_FOR).timestamp()),
    )
    with transaction() as tx:
        store.table.add(tx, one, rules.SetupChanged())
        if customer.gateway_ref != gateway_customer:
            note_gateway_ref(tx, user.tenant_id, user.customer_id, gateway_customer)
        record_change(tx, user, "payment_method.page_opened", one.id, changes={"replaces": replaces})
    return one.model_copy(update={"version": 1})


def _paid_by(pk: str, method_id: str | None) -> set[str]:
    """The currencies of what goes on with the new method: a bank account in the place of a card must be able to pay them."""
    return {one.currency for one in find_going_on(pk) if one.payment_method_id == method_id} if method_id else set()


def _ask(user: PortalUser, one: Setup) -> SetupPage:
    try:
        page = ask.start_setup(SetupRequest.model_validate(one.ask))
    except (GatewayNotConfigured, GatewayRefused):
        with transaction() as tx:
            store.table.save(tx, one.model_copy(update={"state": "failed"}), rules.SetupChanged())
            record_change(tx, user, "payment_method.page_failed", one.id)
        raise
    with transaction() as tx:
        found = {"gateway_id": page.gateway_id, "redirect_url": page.url}
        store.table.save(tx, one.model_copy(update=found), rules.SetupChanged())
        record_change(tx, user, "payment_method.page_found", one.id)
    return SetupPage(id=one.id, redirect_url=page.url)

"""The gateway tells what happened; the signature says that it is the gateway, and nothing else of the event is trusted."""

from chalicelib.adapters import secrets
from chalicelib.adapters.dynamodb import transaction
from chalicelib.adapters.gateways.errors import EventForged
from chalicelib.adapters.gateways.webhooks import GatewayEvent, read_event
from chalicelib.audit.record import record_change
from chalicelib.core import clock
from chalicelib.core.errors import NotFound
from chalicelib.core.identity import Caller, Machine, partition
from chalicelib.core.portal import Merchant
from chalicelib.gateway.find import find_connection
from chalicelib.payment_methods.save import save_payment_method
from chalicelib.payments import store
from chalicelib.payments.alarms import raise_alarm
from chalicelib.payments.book import Charge, book_charge
from chalicelib.payments.conclude import ChargeDiffers, check_charge, move_attempt
from chalicelib.payments.entity import MethodFace, PaymentAttempt
from chalicelib.payments.handle_return import RETURNS, handle_return
from chalicelib.payments.rules import EventNotOurs
from chalicelib.payments.schemas import EventAnswer
from chalicelib.settings import settings
from chalicelib.tenants.find import find_merchant

_DONE, _IGNORED = EventAnswer(result="done"), EventAnswer(result="ignored")


def read_gateway_event(caller: Caller, tenant_id: str) -> GatewayEvent:
    """The event that was delivered, as the gateway signed it.

    Raises NotFound for a merchant without a gateway, EventForged, EventUnreadable, and EventNotOurs with an alarm.
    """
    event = _read(caller, tenant_id)
    if event.purpose is not None and event.purpose.tenant != tenant_id:
        raise_alarm("payment.event_refused", tenant_id, gateway_event=event.id, reason="tenant")
        raise EventNotOurs
    return event


def follow_gateway_event(actor: Machine, event: GatewayEvent) -> EventAnswer:
    """Do what an event asks for, once, in whatever order events come. What is raised makes the gateway deliver it again.

    Raises EventNotOurs with an alarm.
    """
    tenant_id, purpose = actor.tenant_id, event.purpose
    if event.kind in RETURNS:
        return _DONE if handle_return(actor, find_merchant(tenant_id), event) else _IGNORED
    if purpose is None:
        return _IGNORED
    attempt = store.get_attempt(partition(tenant_id, purpose.customer), purpose.attempt)
    if attempt is None:
        raise_alarm("payment.event_unknown", tenant_id, gateway_event=event.id)
        return _IGNORED
    return _follow(actor, find_merchant(tenant_id), attempt, event)


def _read(caller: Caller, tenant_id: str) -> GatewayEvent:
    secret = secrets.tenant_secret(tenant_id, "webhook-secret")
    if not secret:
        raise NotFound
    connection = find_connection(tenant_id)
    try:
        return read_event(
            caller.raw_body,
            caller.headers.get("stripe-signature"),
            [secret],
            now=clock.now(),
            livemode=settings().live,
            account=connection.account_id if connection else None,
        )
    except EventForged:
        raise_alarm("payment.event_forged", tenant_id)
        raise


def _follow(actor: Machine, merchant: Merchant, attempt: PaymentAttempt, event: GatewayEvent) -> EventAnswer:
    """On the gateway's page a refused card is not the end: the page stays open until it completes or expires."""
    known = event.session_id or attempt.gateway_id if attempt.on_page else event.intent_id
    facts = {"gateway_id": known or attempt.gateway_id or event.intent_id}
    match event.kind:
        case "payment_succeeded":
            return _book(actor, merchant, attempt, event)
        case "payment_failed" if not attempt.on_page or event.session_id:
            failed = facts | {"failure_code": event.failure_code or "card_declined"}
            move_attempt(actor, merchant, attempt, "failed", failed, tell=True)
        case "payment_processing" | "checkout_completed":
            move_attempt(actor, merchant, attempt, "pending", facts)
        case "payment_cancelled" if not attempt.on_page:
            move_attempt(actor, merchant, attempt, "expired", facts)
        case "checkout_expired":
            move_attempt(actor, merchant, attempt, "expired", facts)
        case _:
            return _IGNORED
    return _DONE


def _book(actor: Machine, merchant: Merchant, attempt: PaymentAttempt, event: GatewayEvent) -> EventAnswer:
    assert event.charge_id and event.amount is not None and event.currency, "the reader asks for these"
    try:
        check_charge(attempt, event.amount, event.currency)
    except ChargeDiffers:
        raise EventNotOurs from None
    gateway_id = None if attempt.on_page else event.intent_id
    charge = Charge(event.charge_id, event.amount, event.currency, gateway_id, event.method)
    done = book_charge(actor, merchant, attempt, charge)
    if event.method and done.charge_id == event.charge_id:
        _complete(actor, done, charge)
    return _DONE


def _complete(actor: Machine, attempt: PaymentAttempt, charge: Charge) -> None:
    """Of two events of one charge only one shows the card; if the other came first, the payment learns of it now."""
    payment = store.get_payment(attempt.partition, attempt.payment_id or "")
    if payment is None or charge.method is None or payment.face.last4 or not charge.method.last4:
        return
    face = MethodFace(brand=charge.method.brand, last4=charge.method.last4)
    known = {"face": face} | ({"method": charge.method.type} if charge.method.type != "other" else {})
    with transaction() as tx:
        store.payments.save(tx, payment.model_copy(update=known))
        if attempt.save_method:
            save_payment_method(tx, attempt.tenant_id, attempt.customer_id, charge.method)
        record_change(tx, actor, "payment.method_noted", payment.id, customer_id=attempt.customer_id)

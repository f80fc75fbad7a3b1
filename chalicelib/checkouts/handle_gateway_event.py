"""The gateway tells what happened; who is concerned follows it: a payment in the portal, or a checkout."""

from chalicelib.adapters.gateways.models import Purpose
from chalicelib.checkouts.entity import PREFIX
from chalicelib.checkouts.settle import settle_checkout
from chalicelib.core.errors import NotFound
from chalicelib.core.identity import Caller, Machine, partition
from chalicelib.payments.alarms import raise_alarm
from chalicelib.payments.handle_gateway_event import follow_gateway_event, read_gateway_event
from chalicelib.payments.handle_return import RETURNS
from chalicelib.payments.schemas import EventAnswer
from chalicelib.setups import entity as setups
from chalicelib.setups.settle import settle_setup
from chalicelib.tenants.find import find_merchant


def handle_gateway_event(caller: Caller, tenant_id: str) -> EventAnswer:
    """Do what an event asks for, once, in whatever order events come. What is raised makes the gateway deliver it again.

    Raises NotFound for a merchant without a gateway, EventForged, EventUnreadable, and EventNotOurs with an alarm.
    """
    event = read_gateway_event(caller, tenant_id)
    actor = Machine(tenant_id, "webhook", caller.request_id)
    purpose = event.purpose
    if purpose and purpose.attempt.startswith(setups.PREFIX):
        return _settle_setup(actor, purpose)
    if purpose is None or not purpose.attempt.startswith(PREFIX) or event.kind in RETURNS:
        return follow_gateway_event(actor, event)
    try:
        settle_checkout(actor, find_merchant(tenant_id), purpose.attempt)
    except NotFound:
        raise_alarm("payment.event_unknown", tenant_id, gateway_event=event.id)
        return EventAnswer(result="ignored")
    return EventAnswer(result="done")


def _settle_setup(actor: Machine, purpose: Purpose) -> EventAnswer:
    try:
        settle_setup(actor, partition(actor.tenant_id, purpose.customer), purpose.attempt)
    except NotFound:
        return EventAnswer(result="ignored")
    return EventAnswer(result="done")

"""Webhook events of Stripe: is it genuine, and for whom. Standard library only, for the API's Lambda.

https://docs.stripe.com/webhooks#verify-manually. Whatever comes in, only errors of this package come out (V06, V34).
"""

import hmac
import re
from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256

from chalicelib.adapters.gateways.errors import EventForged, EventUnreadable, GatewayNotConfigured
from chalicelib.adapters.gateways.events import GatewayEvent, parse_event

TOLERANCE = 300
"""Seconds that an event's signature may be old, or ahead of our clock."""

EVENTS = (
    "charge.succeeded",
    "charge.failed",
    "payment_intent.succeeded",
    "payment_intent.payment_failed",
    "payment_intent.processing",
    "payment_intent.canceled",
    "checkout.session.completed",
    "checkout.session.expired",
    "checkout.session.async_payment_failed",
    "refund.created",
    "refund.updated",
    "refund.failed",
    "charge.dispute.created",
    "charge.dispute.closed",
    "setup_intent.succeeded",
    "payment_method.updated",
    "payment_method.automatically_updated",
    "payment_method.detached",
)
"""What a merchant's endpoint has to be subscribed to."""

_LONGEST_HEADER = 4096
_TIMESTAMP = re.compile(r"[0-9]{1,12}")
_SIGNATURE = re.compile(r"[0-9a-f]{64}")


def read_event(
    body: bytes,
    header: str | None,
    secrets: Sequence[str],
    *,
    now: datetime,
    livemode: bool,
    account: str | None = None,
) -> GatewayEvent:
    """The event in ``body``, exactly as it arrived, if one of the tenant's ``secrets`` signed it within 300 s of ``now``.

    ``livemode`` is that of the tenant's key; ``account``, if given, refuses events of another account. Raises
    GatewayNotConfigured (no secret), EventForged, EventUnreadable.
    """
    verify_signature(body, header, secrets, now)
    event = parse_event(body)
    if event.livemode is not livemode:
        raise EventForged("This event belongs to the other mode (test or live).")
    if account is not None and event.account not in (None, account):
        raise EventForged("This event belongs to another account.")
    return event


def verify_signature(body: bytes, header: str | None, secrets: Sequence[str], now: datetime) -> None:
    """Several secrets are good while one is being replaced; an empty one never is: everybody could sign with it."""
    if not secrets or not all(secret.strip() for secret in secrets):
        raise GatewayNotConfigured("No secret is set for the events of this merchant.")
    timestamp, signatures = _parts(header)
    if abs(now.timestamp() - timestamp) > TOLERANCE:
        raise EventForged("This event was signed too long ago, or in the future.")
    signed = f"{timestamp}.".encode() + body
    expected = [hmac.new(secret.encode(), signed, sha256).hexdigest() for secret in secrets]
    if not any(hmac.compare_digest(one, given) for one in expected for given in signatures):
        raise EventForged


def _parts(header: str | None) -> tuple[int, list[str]]:
    """The time and the v1 signatures; anything twice-told or misshapen is a forgery."""
    if not header or len(header) > _LONGEST_HEADER:
        raise EventForged("This event is not signed.")
    pairs = [part.strip().partition("=") for part in header.split(",")]
    times = [value for name, _, value in pairs if name == "t"]
    signatures = [value for name, _, value in pairs if name == "v1" and _SIGNATURE.fullmatch(value)]
    if len(times) != 1 or not _TIMESTAMP.fullmatch(times[0]) or not signatures:
        raise EventForged
    return int(times[0]), signatures


__all__ = ["EVENTS", "TOLERANCE", "EventUnreadable", "GatewayEvent", "read_event", "verify_signature"]

"""What the portal asks of a payment gateway, and what it hears back: domain words only, amounts in ISO minor units."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import ConfigDict, Field, TypeAdapter

from chalicelib.core.model import Model

MethodType = Literal["card", "sepa_debit"]
Language = Literal["en", "de"]


class GatewayModel(Model):
    """Frozen, and free of surprises: it travels between Lambdas as JSON."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Purpose(GatewayModel):
    """What money moves for. It stands in the metadata of everything at the gateway, and is all we write there."""

    tenant: str
    customer: str
    attempt: str


class CustomerRequest(GatewayModel):
    """``known_id`` is the gateway's customer as far as we know it; one that is gone is made anew."""

    tenant: str
    customer: str
    name: str
    email: str | None = None
    language: Language = "en"
    known_id: str | None = None


class ChargeRequest(GatewayModel):
    """Charge a saved method. Everything must be the same on every try of one attempt: it is sent under its key.

    ``off_session`` says that the client is not there to answer the bank (a renewal).
    """

    purpose: Purpose
    amount: int
    currency: str
    gateway_customer: str
    method_id: str
    method_type: MethodType = "card"
    description: str
    return_url: str
    off_session: bool = False


class CheckoutRequest(GatewayModel):
    """Pay on the gateway's page. ``expires_at``: 30 minutes to 24 hours ahead, and the same on every try."""

    purpose: Purpose
    amount: int
    currency: str
    gateway_customer: str | None = None
    email: str | None = None
    description: str
    save_method: bool = False
    success_url: str
    cancel_url: str
    expires_at: datetime
    language: Language = "en"
    method_types: tuple[MethodType, ...] = ("card",)


class SetupRequest(GatewayModel):
    """Save a method on the gateway's page without paying; ``purpose.attempt`` names this one request."""

    purpose: Purpose
    gateway_customer: str
    success_url: str
    cancel_url: str
    expires_at: datetime
    language: Language = "en"
    method_types: tuple[MethodType, ...] = ("card",)


class HostedPage(GatewayModel):
    gateway_id: str
    url: str
    expires_at: datetime


class SavedMethod(GatewayModel):
    """``mandate``: the reference under which the bank knows that debits are allowed; empty for cards, or where it was not told."""

    id: str
    type: MethodType | Literal["other"]
    brand: str = ""
    last4: str = ""
    exp_month: int | None = None
    exp_year: int | None = None
    mandate: str = ""
    gateway_customer: str | None = None


class _Outcome(GatewayModel):
    """``gateway_id`` is what to store and ask about later: a payment intent or a checkout session."""

    gateway_id: str
    amount: int
    currency: str


class Succeeded(_Outcome):
    status: Literal["succeeded"] = "succeeded"
    charge_id: str
    method: SavedMethod | None = None


class RequiresAction(_Outcome):
    """Send the client to ``redirect_url``: the bank's question, or the open checkout page."""

    status: Literal["requires_action"] = "requires_action"
    redirect_url: str


class Pending(_Outcome):
    """The bank has not answered yet; a webhook or the reconciler brings the end."""

    status: Literal["pending"] = "pending"
    charge_id: str | None = None


class Declined(_Outcome):
    """``code`` is one of ours (see ``declines``), ``sentence`` may be shown to the client."""

    status: Literal["declined"] = "declined"
    code: str
    sentence: str


class Cancelled(_Outcome):
    """Nothing was taken and nothing can be any more."""

    status: Literal["cancelled"] = "cancelled"


Outcome = Annotated[
    Succeeded | RequiresAction | Pending | Declined | Cancelled,
    Field(discriminator="status"),
]
OUTCOME: TypeAdapter[Outcome] = TypeAdapter(Outcome)


class AttemptQuery(GatewayModel):
    """``since`` is when the attempt was made; ``gateway_customer`` allows the exact look-up, search lags behind."""

    attempt: str
    gateway_id: str | None = None
    gateway_customer: str | None = None
    since: datetime


class SetupState(GatewayModel):
    gateway_id: str
    status: Literal["open", "completed", "expired"]
    method: SavedMethod | None = None


class ChargeFace(GatewayModel):
    """A charge as it stands; ``purpose`` is None for one that the portal did not make."""

    charge_id: str
    intent_id: str | None
    status: Literal["succeeded", "pending", "failed"]
    amount: int
    refunded: int
    currency: str
    disputed: bool
    purpose: Purpose | None
    method: SavedMethod | None = None


class RefundRequest(GatewayModel):
    """``refund`` is our id of the refund and its idempotency key."""

    refund: str
    purpose: Purpose
    charge_id: str
    amount: int
    currency: str


class RefundResult(GatewayModel):
    gateway_id: str
    charge_id: str
    status: Literal["succeeded", "pending", "failed"]
    amount: int
    currency: str


class BalanceMovement(GatewayModel):
    """One line of the gateway's books. ``amount`` is signed, in the currency the client paid in; ``fee`` and ``net``
    are in ``settlement_currency``, which may differ."""

    id: str
    kind: Literal["charge", "refund", "dispute", "other"]
    source_id: str | None
    charge_id: str | None
    amount: int
    currency: str
    fee: int
    net: int
    settlement_currency: str
    created: datetime
    purpose: Purpose | None = None


class GatewayAccount(GatewayModel):
    id: str
    name: str
    livemode: bool
    country: str
    default_currency: str
    charges_enabled: bool
    debits_enabled: bool = False


class WebhookEndpoint(GatewayModel):
    id: str
    url: str
    secret: str

"""The gateway's account over the wire, and the questions that travel to the Lambda that holds its keys."""

from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field, SecretStr

from chalicelib.adapters.gateways.models import GatewayAccount
from chalicelib.core.model import Model
from chalicelib.core.page import Request
from chalicelib.gateway.entity import Connection

Secret = Annotated[SecretStr, Field(min_length=12, max_length=300)]


class GatewayConnection(Request):
    """The keys of the merchant's own account. They are kept encrypted and never answered.

    Without ``webhook_secret`` the portal registers its endpoint at the gateway itself.
    """

    api_key: Annotated[Secret, Field(examples=["sk_test_example"])]
    webhook_secret: Annotated[Secret | None, Field(examples=["whsec_example"])] = None


class GatewayView(Model):
    """Whether payments are set up, and for which account; no part of a key is in it."""

    connected: bool
    provider: str | None = None
    account_id: str | None = None
    account_name: str | None = None
    livemode: bool | None = None
    country: str | None = None
    default_currency: str | None = None
    charges_enabled: bool | None = None
    webhook_url: str
    connected_at: str | None = None

    @classmethod
    def of(cls, connection: Connection | None, webhook_url: str) -> "GatewayView":
        if connection is None:
            return cls(connected=False, webhook_url=webhook_url)
        return cls(connected=True, **connection.model_dump(exclude={"tenant_id", "version"}))


Operation = Literal[
    "connect", "ensure_customer", "charge_method", "start_checkout", "expire_attempt", "find_attempt", "refund_charge",
    "find_refund", "show_charge", "start_setup", "find_setup", "detach_method",
]  # fmt: skip


class Question(Model):
    """What the Lambda ``call_gateway`` is asked: one operation of a merchant's gateway."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    tenant_id: str
    operation: Operation
    request: dict[str, Any]


class Reply(Model):
    """Its answer: a ``result``, or ``error`` by the name of a gateway error, with its sentence."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    result: Any = None
    error: str | None = None
    detail: str | None = None
    gateway_code: str = ""


class ConnectRequest(Model):
    """Check ``api_key`` and keep it. ``known_account``: whose events are registered already."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    api_key: str
    webhook_secret: str | None = None
    webhook_url: str
    livemode: bool
    known_account: str | None = None


class ConnectResult(Model):
    """Whose key it was; ``refused`` names the field that cannot be taken."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    account: GatewayAccount | None = None
    refused: Literal["api_key", "webhook_secret"] | None = None
    reason: str = ""

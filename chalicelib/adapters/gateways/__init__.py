"""The one interface to payment gateways: what the payments slice may ask, in domain words."""

from collections.abc import Iterator
from datetime import datetime
from typing import Protocol

from chalicelib.adapters.gateways.models import (
    AttemptQuery,
    BalanceMovement,
    ChargeFace,
    ChargeRequest,
    CheckoutRequest,
    CustomerRequest,
    GatewayAccount,
    HostedPage,
    Outcome,
    RefundRequest,
    RefundResult,
    SavedMethod,
    SetupRequest,
    SetupState,
    WebhookEndpoint,
)


class PaymentGateway(Protocol):
    """Every call raises ``GatewayUnavailable`` when the outcome is unknown and may then be repeated as it was."""

    def show_account(self) -> GatewayAccount:
        """Whose keys these are: the check when a merchant enters them."""

    def ensure_customer(self, request: CustomerRequest) -> str:
        """The gateway's id of a customer; a known one that still exists is kept."""

    def charge_method(self, request: ChargeRequest) -> Outcome:
        """Charge a saved method once, however often it is asked under the same attempt (24 hours long)."""

    def start_checkout(self, request: CheckoutRequest) -> HostedPage:
        """The page where the client pays with a new card."""

    def find_attempt(self, query: AttemptQuery) -> Outcome | None:
        """What became of an attempt; None if the gateway never heard of it."""

    def expire_attempt(self, gateway_id: str) -> Outcome:
        """End an unfinished attempt. ``Cancelled`` if that worked, else what it has become meanwhile."""

    def start_setup(self, request: SetupRequest) -> HostedPage:
        """The page where the client saves a method without paying."""

    def find_setup(self, gateway_id: str) -> SetupState:
        """What became of a setup page."""

    def browse_methods(self, gateway_customer: str) -> list[SavedMethod]:
        """The saved methods of a customer, newest first."""

    def show_method(self, method_id: str) -> SavedMethod | None:
        """One method; None if the gateway does not know it."""

    def attach_method(self, method_id: str, gateway_customer: str) -> SavedMethod:
        """Give a method to a customer (imports, demonstration data); its id may change."""

    def detach_method(self, method_id: str) -> None:
        """Forget a saved method; one already gone is fine."""

    def show_charge(self, charge_id: str) -> ChargeFace | None:
        """A charge and what it was for: disputes and the gateway's own refunds name only the charge."""

    def refund_charge(self, request: RefundRequest) -> RefundResult:
        """Give money back once, however often it is asked under the same refund id (24 hours long)."""

    def find_refund(self, charge_id: str, refund: str) -> RefundResult | None:
        """A refund by our id; None if the gateway never heard of it."""

    def balance_movements(self, since: datetime, until: datetime) -> Iterator[BalanceMovement]:
        """The gateway's books from ``since`` (inclusive) to ``until`` (exclusive), newest first."""

    def register_webhook(self, url: str) -> WebhookEndpoint:
        """Have events sent to ``url``; the secret is told only now."""

    def close(self) -> None:
        """Let go of connections."""


__all__ = ["PaymentGateway"]

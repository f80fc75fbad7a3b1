"""The driver for Stripe, the only importer of its library."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any, cast

import stripe

from chalicelib.adapters.gateways import errors, models, stripe_params
from chalicelib.adapters.gateways import stripe_reading as reading
from chalicelib.adapters.gateways.webhooks import EVENTS
from chalicelib.core.errors import PortalError

API_VERSION = "2026-10-28.endive"
# Connecting 1 s, reading 8 s, one more try: under the 20 s that a charge may take in all.
TIMEOUT = (1.0, 8.0)
RETRIES = 1
RETRY_PAUSE = 0.5
# Clocks differ; an attempt is looked for from a little before it was made.
SLACK = timedelta(minutes=5)

Transport = Callable[[str, str, Mapping[str, str], bytes], tuple[int, Mapping[str, str], bytes]]
"""(method, url, headers, body) → (status, headers, body); raises ``OSError`` when there is no answer."""

# The library would otherwise send figures about its host, and keep an id for them in the home directory.
stripe.enable_telemetry = False


class StripeGateway:
    """One merchant's account at Stripe, a ``PaymentGateway``. ``api_base`` is empty for Stripe itself.

    ``transport`` replaces HTTP: for tests without sockets, and for those that count and break calls.
    """

    def __init__(
        self, api_key: str, *, api_base: str = "", transport: Transport | None = None, retry_pause: float = RETRY_PAUSE
    ) -> None:
        if not api_key.strip():
            raise errors.GatewayNotConfigured
        self._http = _Carrier(transport, retry_pause) if transport else stripe.RequestsClient(timeout=TIMEOUT)
        self._live = "_live_" in api_key[:9]
        self._api = stripe.StripeClient(
            api_key, stripe_version=API_VERSION, http_client=self._http, max_network_retries=RETRIES,
            base_addresses={"api": api_base.rstrip("/")} if api_base else None,
        ).v1  # fmt: skip

    def close(self) -> None:
        self._http.close()

    def show_account(self) -> models.GatewayAccount:
        with _translated():
            row = _plain(self._api.accounts.retrieve_current())
            name = (row.get("business_profile") or {}).get("name") or row["id"]
            return models.GatewayAccount(
                id=row["id"], name=name, livemode=self._live, country=row["country"],
                default_currency=row["default_currency"].upper(), charges_enabled=row["charges_enabled"],
                debits_enabled=(row.get("capabilities") or {}).get("sepa_debit_payments") == "active",
            )  # fmt: skip

    def ensure_customer(self, request: models.CustomerRequest) -> str:
        with _translated():
            if request.known_id and self._living_customer(request.known_id):
                return request.known_id
            params = cast(Any, stripe_params.customer_params(request))
            key = stripe_params.customer_key(request)
            # After one that was deleted, the first one's key would answer with the first one.
            options = _under(f"{key}-after-{request.known_id}" if request.known_id else key)
            return self._api.customers.create(params, options).id

    def _living_customer(self, customer_id: str) -> bool:
        try:
            return not _plain(self._api.customers.retrieve(customer_id)).get("deleted")
        except stripe.InvalidRequestError as refusal:
            if refusal.code != "resource_missing":
                raise
            return False

    def charge_method(self, request: models.ChargeRequest) -> models.Outcome:
        params = cast(Any, stripe_params.charge_params(request))
        with _translated():
            try:
                intent = self._api.payment_intents.create(params, _under(request.purpose.attempt))
            except stripe.CardError as refusal:
                return _declined(request, refusal)
            return reading.outcome_of_intent(_plain(intent))

    def start_checkout(self, request: models.CheckoutRequest) -> models.HostedPage:
        return self._open_page(stripe_params.checkout_params(request), request.purpose.attempt)

    def start_setup(self, request: models.SetupRequest) -> models.HostedPage:
        return self._open_page(stripe_params.setup_params(request), request.purpose.attempt)

    def _open_page(self, params: stripe_params.Params, key: str) -> models.HostedPage:
        with _translated():
            row = _plain(self._api.checkout.sessions.create(cast(Any, params), _under(key)))
            expires_at = datetime.fromtimestamp(row["expires_at"], UTC)
            return models.HostedPage(gateway_id=row["id"], url=row["url"], expires_at=expires_at)

    def find_attempt(self, query: models.AttemptQuery) -> models.Outcome | None:
        with _translated():
            if query.gateway_id:
                return self._outcome_of(query.gateway_id)
            if query.gateway_customer:
                return self._find_among(query, query.gateway_customer)
            found = self._api.payment_intents.search(
                {"query": f"metadata['attempt']:'{_quotable(query.attempt)}'", "expand": ["data.latest_charge"]}
            )
            return _best([reading.outcome_of_intent(_plain(intent)) for intent in found.data])

    def _outcome_of(self, gateway_id: str) -> models.Outcome | None:
        try:
            if gateway_id.startswith("cs_"):
                return reading.outcome_of_session(self._session(gateway_id, "payment_intent.latest_charge"))
            intent = self._api.payment_intents.retrieve(gateway_id, {"expand": ["latest_charge"]})
        except stripe.InvalidRequestError as refusal:
            if refusal.code != "resource_missing":
                raise
            return None
        return reading.outcome_of_intent(_plain(intent))

    def _session(self, gateway_id: str, *expand: str) -> dict[str, Any]:
        return _plain(self._api.checkout.sessions.retrieve(gateway_id, {"expand": list(expand)}))

    def _find_among(self, query: models.AttemptQuery, customer: str) -> models.Outcome | None:
        """Through the customer's own lists, which know everything at once; search may lag by a minute or an hour."""
        created = {"gte": int((query.since - SLACK).timestamp())}
        wish: Any = {"customer": customer, "created": created, "limit": 100}
        pages = self._api.checkout.sessions.list(wish | {"expand": ["data.payment_intent.latest_charge"]})
        sessions = [row for row in map(_plain, pages.auto_paging_iter()) if _is_for(row, query.attempt)]
        if sessions:
            return _best([reading.outcome_of_session(row) for row in sessions])
        listed = self._api.payment_intents.list(wish | {"expand": ["data.latest_charge"]})
        found = [row for row in map(_plain, listed.auto_paging_iter()) if _is_for(row, query.attempt)]
        return _best([reading.outcome_of_intent(row) for row in found])

    def expire_attempt(self, gateway_id: str) -> models.Outcome:
        with _translated():
            try:
                if gateway_id.startswith("cs_"):
                    return reading.outcome_of_session(_plain(self._api.checkout.sessions.expire(gateway_id)))
                return reading.outcome_of_intent(_plain(self._api.payment_intents.cancel(gateway_id)))
            except stripe.InvalidRequestError:
                outcome = self._outcome_of(gateway_id)
                if outcome is None:
                    raise
                return outcome

    def find_setup(self, gateway_id: str) -> models.SetupState:
        with _translated():
            row = self._session(gateway_id, "setup_intent.payment_method", "setup_intent.mandate")
            status = {"complete": "completed", "expired": "expired"}.get(row["status"], "open")
            found = reading.method_of_setup(row.get("setup_intent") or {}) if status == "completed" else None
            return models.SetupState.model_validate({"gateway_id": row["id"], "status": status, "method": found})

    def browse_methods(self, gateway_customer: str) -> list[models.SavedMethod]:
        with _translated():
            listed = self._api.customers.payment_methods.list(gateway_customer, {"limit": 100})
            return [reading.saved_method(_plain(row)) for row in listed.auto_paging_iter()]

    def show_method(self, method_id: str) -> models.SavedMethod | None:
        with _translated():
            row = _or_none(lambda: self._api.payment_methods.retrieve(method_id))
            return reading.saved_method(row) if row else None

    def attach_method(self, method_id: str, gateway_customer: str) -> models.SavedMethod:
        with _translated():
            return reading.saved_method(
                _plain(self._api.payment_methods.attach(method_id, {"customer": gateway_customer}))
            )

    def detach_method(self, method_id: str) -> None:
        with _translated():
            try:
                self._api.payment_methods.detach(method_id)
            except stripe.InvalidRequestError:
                row = _or_none(lambda: self._api.payment_methods.retrieve(method_id))
                if row and row.get("customer"):
                    raise

    def show_charge(self, charge_id: str) -> models.ChargeFace | None:
        with _translated():
            row = _or_none(lambda: self._api.charges.retrieve(charge_id))
            return reading.charge_face(row) if row else None

    def refund_charge(self, request: models.RefundRequest) -> models.RefundResult:
        params = cast(Any, stripe_params.refund_params(request))
        with _translated():
            return reading.refund_result(_plain(self._api.refunds.create(params, _under(request.refund))))

    def find_refund(self, charge_id: str, refund: str) -> models.RefundResult | None:
        with _translated():
            listed = self._api.refunds.list({"charge": charge_id, "limit": 100})
            rows = (row for row in map(_plain, listed.auto_paging_iter()) if row["metadata"].get("refund") == refund)
            row = next(rows, None)
            return reading.refund_result(row) if row else None

    def balance_movements(self, since: datetime, until: datetime) -> Iterator[models.BalanceMovement]:
        created: Any = {"gte": int(since.timestamp()), "lt": int(until.timestamp())}
        with _translated():
            listed = self._api.balance_transactions.list({"created": created, "limit": 100, "expand": ["data.source"]})
            for row in listed.auto_paging_iter():
                yield reading.movement(_plain(row))

    def register_webhook(self, url: str) -> models.WebhookEndpoint:
        wanted: Any = {"url": url, "enabled_events": list(EVENTS), "api_version": API_VERSION}
        with _translated():
            row = _plain(self._api.webhook_endpoints.create(wanted))
            return models.WebhookEndpoint(id=row["id"], url=row["url"], secret=row["secret"])


class _Carrier(stripe.HTTPClient):
    """Lets the library speak through a ``Transport``."""

    name = "transport"

    def __init__(self, transport: Transport, retry_pause: float) -> None:
        super().__init__()
        self._transport = transport
        self._retry_pause = retry_pause

    def request(
        self, method: str, url: str, headers: Mapping[str, str] | None, post_data: Any = None, **_: Any
    ) -> tuple[Any, int, Mapping[str, str]]:
        body = post_data.encode() if isinstance(post_data, str) else post_data or b""
        try:
            status, answered, content = self._transport(method.upper(), url, headers or {}, body)
        except OSError as error:
            lost: Any = stripe.APIConnectionError
            raise lost("no answer", should_retry=True) from error
        return content, status, {name.lower(): value for name, value in answered.items()}

    def _sleep_time_seconds(self, num_retries: int) -> float:  # noqa: ARG002 the library's signature
        return self._retry_pause

    def close(self) -> None:
        """There is nothing to close."""


def _under(key: str) -> Any:
    return {"idempotency_key": key}


def _plain(row: Any) -> dict[str, Any]:
    return cast(dict[str, Any], row.to_dict())


def _or_none(call: Callable[[], Any]) -> dict[str, Any] | None:
    try:
        return _plain(call())
    except stripe.InvalidRequestError as refusal:
        if refusal.code != "resource_missing":
            raise
        return None


def _is_for(row: Mapping[str, Any], attempt: str) -> bool:
    return bool((row.get("metadata") or {}).get("attempt") == attempt)


def _best(outcomes: list[models.Outcome]) -> models.Outcome | None:
    """If an attempt left several traces, the one with the most money in it."""
    order = ("succeeded", "pending", "requires_action", "declined", "cancelled")
    return min(outcomes, key=lambda outcome: order.index(outcome.status), default=None)


def _quotable(text: str) -> str:
    return "".join(letter for letter in text if letter.isalnum() or letter in "_-.")


def _declined(request: models.ChargeRequest, refusal: stripe.CardError) -> models.Declined:
    """A decline always names its intent; a 402 without one is an answer that cannot be trusted."""
    body: Any = refusal.json_body
    error = body["error"]
    known = {"gateway_id": error["payment_intent"]["id"], "amount": request.amount, "currency": request.currency}
    return reading.declined(known, error)


@contextmanager
def _translated() -> Iterator[None]:
    """Stripe's errors in our words. The cause is cut off: it holds the whole answer, which must reach no log."""
    try:
        yield
    except stripe.IdempotencyError:
        raise errors.AttemptKeyReused from None
    except (stripe.AuthenticationError, stripe.PermissionError):
        raise errors.GatewayNotConfigured from None
    except (stripe.InvalidRequestError, stripe.CardError) as refusal:
        raise _refusal(refusal.code or "", refusal.param or "") from None
    except (stripe.StripeError, KeyError, TypeError, ValueError, AttributeError, errors.AmountNotPossible):
        # The last ones: an answer that is not what the pinned version says.
        raise errors.GatewayUnavailable from None


def _refusal(code: str, param: str) -> PortalError:
    if code in ("amount_too_small", "amount_too_large"):
        return errors.AmountNotPossible(f"This amount is too {code.removeprefix('amount_too_')} to be paid online.")
    if code.startswith("invalid_charge_amount") or param == "currency":
        return errors.AmountNotPossible("The payment service does not take this amount in this currency.")
    if param == "payment_method" or code.startswith("payment_method_"):
        return errors.MethodNotUsable(code)
    if code in ("charge_already_refunded", "charge_disputed") or param == "amount":
        return errors.NothingLeftToRefund(code)
    return errors.GatewayRefused(code or param)

"""Staff connect the merchant's account at the gateway; only the owner may, and no key is ever answered."""

from chalicelib.adapters.dynamodb import transaction
from chalicelib.adapters.gateways.models import GatewayAccount
from chalicelib.audit.record import record_change
from chalicelib.core import clock
from chalicelib.core.errors import Invalid
from chalicelib.core.identity import Actor, StaffUser
from chalicelib.gateway import ask, store
from chalicelib.gateway.books_due import begin_comparing
from chalicelib.gateway.entity import Connection
from chalicelib.gateway.keep import keep_keys
from chalicelib.gateway.schemas import ConnectRequest, ConnectResult, GatewayConnection, GatewayView
from chalicelib.gateway.show import webhook_url
from chalicelib.settings import settings


def connect_gateway(user: StaffUser, request: GatewayConnection) -> GatewayView:
    """Keep new keys once the gateway has said whose they are. Raises Invalid naming the field that it refuses."""
    user.must_be("owner")
    secret = request.webhook_secret.get_secret_value().strip() if request.webhook_secret else None
    wish = _wish(user.tenant_id, request.api_key.get_secret_value().strip(), secret)
    return _note(user, wish, ask.connect(user.tenant_id, wish))


def connect_account(actor: Actor, api_key: str, webhook_secret: str | None = None) -> GatewayView:
    """The same by whoever runs the deployment and may read its secrets."""
    wish = _wish(actor.tenant_id, api_key, webhook_secret)
    return _note(actor, wish, keep_keys(actor.tenant_id, wish))


def _wish(tenant_id: str, api_key: str, webhook_secret: str | None) -> ConnectRequest:
    known = store.get(tenant_id)
    return ConnectRequest(
        api_key=api_key,
        webhook_secret=webhook_secret,
        webhook_url=webhook_url(tenant_id),
        livemode=settings().live,
        known_account=known.account_id if known else None,
    )


def _note(actor: Actor, wish: ConnectRequest, result: ConnectResult) -> GatewayView:
    if result.account is None:
        raise Invalid([(str(result.refused), result.reason)])
    connection = _connection(actor.tenant_id, result.account, wish.webhook_url)
    with transaction() as tx:
        (store.table.save if connection.version else store.table.add)(tx, connection)
        begin_comparing(tx, actor.tenant_id)
        changes: dict[str, str | int | bool | None] = {"account": connection.account_id}
        record_change(tx, actor, "gateway.connected", actor.tenant_id, changes=changes)
    return GatewayView.of(connection, wish.webhook_url)


def _connection(tenant_id: str, account: GatewayAccount, url: str) -> Connection:
    known = store.get(tenant_id)
    return Connection(
        tenant_id=tenant_id,
        account_id=account.id,
        account_name=account.name,
        livemode=account.livemode,
        country=account.country,
        default_currency=account.default_currency,
        charges_enabled=account.charges_enabled,
        debits_enabled=account.debits_enabled,
        webhook_url=url,
        connected_at=clock.stamp(clock.now()),
        version=known.version if known else 0,
    )

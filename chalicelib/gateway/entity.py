"""What may be known of a merchant's account at the gateway; its keys lie in the parameter store."""

from chalicelib.core.model import Model

PROVIDER = "stripe"


class Connection(Model):
    """The account that a merchant's payments go to. ``account_id`` is the gateway's own id of it.

    ``debits_enabled``: SEPA direct debits are switched on there.
    """

    tenant_id: str
    provider: str = PROVIDER
    account_id: str
    account_name: str
    livemode: bool
    country: str
    default_currency: str
    charges_enabled: bool
    debits_enabled: bool = False
    webhook_url: str
    connected_at: str
    version: int = 0


class BooksDue(Model):
    """``day`` is the next to be compared with the gateway's books, in UTC, at ``check_at``."""

    tenant_id: str
    day: str
    check_at: str
    version: int = 0

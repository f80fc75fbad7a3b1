"""With what can be paid: cards always, bank accounts where the money is in euros and the merchant's account may draw debits."""

from chalicelib.adapters.gateways.models import MethodType
from chalicelib.gateway.find import find_connection
from chalicelib.payment_methods.entity import DEBIT_CURRENCY


def offered_types(tenant_id: str, *currencies: str) -> tuple[MethodType, ...]:
    """What the gateway's page offers for money of all these currencies: direct debits know only the euro."""
    euros = all(currency == DEBIT_CURRENCY for currency in currencies)
    connection = find_connection(tenant_id) if euros else None
    return ("card", "sepa_debit") if connection and connection.debits_enabled else ("card",)

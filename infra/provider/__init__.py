"""A stand-in payment provider that speaks the part of Stripe's API that the portal uses."""

from infra.provider.books import Options
from infra.provider.core import Provider
from infra.provider.faults import Dropped, Fault
from infra.provider.server import ProviderServer
from infra.provider.webhooks import Delivery, signature

__all__ = ["Delivery", "Dropped", "Fault", "Options", "Provider", "ProviderServer", "signature"]

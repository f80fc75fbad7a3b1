"""A stand-in payment provider that speaks the part of Stripe's API that the portal uses.

Without sockets or threads (webhooks wait until they are asked for)::

    provider = Provider(clock=lambda: clock.now().timestamp(), send=lambda url, headers, body: status)
    gateway = StripeGateway("sk_test_acme_0001", transport=provider.transport, retry_pause=0)
    provider.press(page.url, "pay")             # also decline, authenticate, slow; on the bank's page approve, refuse
    provider.webhooks.deliver_all(order=[1, 0], times=2)
    provider.fail_next(path="/v1/payment_intents", applied=True)    # the answer is lost, the charge is not
    provider.charged()                          # every succeeded charge; rows("refund") and so on for the rest

Over a socket on a free port: ``with ProviderServer() as provider:`` and ``provider.public_url`` as the API's base.
"""

from infra.provider.books import Options
from infra.provider.core import Provider
from infra.provider.faults import Dropped, Fault
from infra.provider.server import ProviderServer
from infra.provider.webhooks import Delivery, signature

__all__ = ["Delivery", "Dropped", "Fault", "Options", "Provider", "ProviderServer", "signature"]

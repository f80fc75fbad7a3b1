"""Whoever comes back from the gateway's page asks what became of the checkout."""

from chalicelib.adapters.limits import limit_lookups
from chalicelib.checkouts import store
from chalicelib.checkouts.schemas import CheckoutView
from chalicelib.core.errors import NotFound
from chalicelib.core.identity import Caller
from chalicelib.tenants.find import find_by_portal_name


def show_checkout(caller: Caller, portal: str, checkout_id: str) -> CheckoutView:
    """The state, and nothing personal: whoever knows the id may ask. Raises NotFound."""
    limit_lookups(caller.address)
    found = store.get(find_by_portal_name(portal).tenant_id, checkout_id)
    if found is None:
        raise NotFound
    return CheckoutView.of(found)

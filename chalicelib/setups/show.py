"""Whoever comes back from the gateway's page asks what became of it."""

from chalicelib.core.errors import NotFound
from chalicelib.core.identity import PortalUser
from chalicelib.setups import store
from chalicelib.setups.schemas import SetupView


def show_setup(user: PortalUser, setup_id: str) -> SetupView:
    """One of the customer's setups as it is kept. Raises NotFound."""
    found = store.get(user.partition, setup_id)
    if found is None:
        raise NotFound
    return SetupView.of(found)

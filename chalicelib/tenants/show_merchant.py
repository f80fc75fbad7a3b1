"""A client looks up whom to write to."""

from chalicelib.core.identity import PortalUser
from chalicelib.tenants.schemas import MerchantContact


def show_merchant(user: PortalUser) -> MerchantContact:
    """The merchant's contact details, and which ways to it are open."""
    return MerchantContact.offered(user.merchant)

"""Staff look at their organisation."""

from chalicelib.core.identity import StaffUser
from chalicelib.tenants.schemas import OrganizationView


def show_organization(user: StaffUser) -> OrganizationView:
    """The merchant's name, address, contact, brand and documents' details."""
    return OrganizationView.of(user.merchant)

"""A client looks at its own company's details."""

from chalicelib.core.identity import PortalUser, SwitchedOff
from chalicelib.customers.entity import Customer
from chalicelib.customers.find import find_customer
from chalicelib.customers.schemas import CompanyView


def show_company(user: PortalUser) -> CompanyView:
    """What the merchant keeps of the client's company, where clients may keep it up to date themselves."""
    return CompanyView.of(find_company(user))


def find_company(user: PortalUser) -> Customer:
    """The person's own company. Raises SwitchedOff."""
    if not user.settings.allow_company_edit:
        raise SwitchedOff
    return find_customer(user.tenant_id, user.customer_id)

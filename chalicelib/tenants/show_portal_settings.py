"""Staff look at what their portal offers."""

from chalicelib.core.identity import StaffUser
from chalicelib.core.portal import PortalSettings
from chalicelib.settings import settings
from chalicelib.tenants.schemas import PortalSettingsView


def show_portal_settings(user: StaffUser) -> PortalSettingsView:
    """Every setting of the portal."""
    return view_of(user.tenant_id, user.merchant.portal)


def view_of(tenant_id: str, portal: PortalSettings) -> PortalSettingsView:
    """The settings with the address of the portal."""
    return PortalSettingsView(**portal.model_dump(), url=f"{settings().site_of(tenant_id)}/{portal.portal_name}")

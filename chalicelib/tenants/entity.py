"""A tenant and what lies beside it: the names of its portal, and the counters of its documents."""

from chalicelib.core.model import Model
from chalicelib.core.portal import Merchant, Organization, PortalSettings


class Tenant(Model):
    """A merchant. ``portal_names`` lists every name the portal ever had: old ones redirect for ever."""

    tenant_id: str
    organization: Organization
    portal: PortalSettings
    portal_names: list[str]
    created_at: str
    version: int = 0

    @property
    def merchant(self) -> Merchant:
        return Merchant(tenant_id=self.tenant_id, organization=self.organization, portal=self.portal)


class PortalAlias(Model):
    """A portal name, taken by one tenant and never given to another."""

    portal_name: str
    tenant_id: str
    version: int = 0


class Series(Model):
    """The last number given in a series of documents; it moves only with the document that takes it (I8)."""

    tenant_id: str
    series: str
    last: int = 0
    version: int = 0

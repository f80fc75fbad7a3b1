"""Finding a merchant, for other slices."""

import logging
from typing import Any

from chalicelib.adapters.dynamodb import Table
from chalicelib.core.errors import NotFound
from chalicelib.core.portal import Merchant
from chalicelib.tenants import store
from chalicelib.tenants.entity import Tenant

_log = logging.getLogger("portal.tenants")


def tenant_key(tenant_id: str) -> tuple[Table[Any], str, str | None]:
    """Where a tenant's settings lie, for a reading of many things at once."""
    return store.tenants, tenant_id, store.SETTINGS


def find_merchant(tenant_id: str) -> Merchant:
    """The merchant of this tenant. Raises NotFound."""
    return find_tenant(tenant_id).merchant


def find_tenant(tenant_id: str) -> Tenant:
    """The tenant with everything that is kept of it. Raises NotFound."""
    tenant = store.get(tenant_id)
    if tenant is None:
        raise NotFound
    return tenant


def find_by_portal_name(portal_name: str) -> Tenant:
    """The tenant whose portal has or once had this name. Raises NotFound."""
    alias = store.get_alias(portal_name.lower())
    if alias is None:
        raise NotFound
    return find_tenant(alias.tenant_id)


class Merchants(dict[str, Merchant | None]):
    """The merchants that one run over all tenants' ``rows`` meets, each read once.

    None, and a line in the log, for one that is gone: its rows must not keep all others from being served.
    """

    def __init__(self, rows: str) -> None:
        super().__init__()
        self._rows = rows

    def __missing__(self, tenant_id: str) -> Merchant | None:
        try:
            self[tenant_id] = find_merchant(tenant_id)
        except NotFound:
            _log.error("%s without a merchant", self._rows, extra={"fields": {"tenant": tenant_id}})
            self[tenant_id] = None
        return self[tenant_id]

"""Finding staff, for other slices."""

from typing import Any

from chalicelib.adapters.dynamodb import Table
from chalicelib.core.errors import NotFound
from chalicelib.staff import store
from chalicelib.staff.entity import Staff


def staff_key(tenant_id: str, email: str) -> tuple[Table[Any], str, str | None]:
    """Where a staff member lies, for a reading of many things at once."""
    return store.table, tenant_id, email


def find_staff(tenant_id: str, staff_id: str) -> Staff:
    """The staff member of this tenant. Raises NotFound."""
    staff = store.get_by_id(tenant_id, staff_id)
    if staff is None:
        raise NotFound
    return staff


def find_staff_by_email(tenant_id: str, email: str) -> Staff | None:
    """The staff member with this address, or None."""
    return store.get(tenant_id, email)


def find_staff_of_tenant(tenant_id: str) -> list[Staff]:
    """The merchant's people (at most 100), by address."""
    return store.browse(tenant_id, 100, None)[0]

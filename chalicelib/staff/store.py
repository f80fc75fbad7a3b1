"""The staff table: one partition a tenant, sorted by e-mail address."""

from pynamodb.attributes import NumberAttribute, UnicodeAttribute
from pynamodb.indexes import AllProjection, LocalSecondaryIndex

from chalicelib.adapters.dynamodb import Row, Slot, Table, Transaction, table_name
from chalicelib.core.errors import PortalError
from chalicelib.staff.entity import Staff


class ById(LocalSecondaryIndex["StaffRow"]):
    class Meta:
        index_name = "by_id"
        projection = AllProjection()

    pk = UnicodeAttribute(hash_key=True)
    id = UnicodeAttribute(range_key=True)


class StaffRow(Row):
    class Meta:
        table_name = table_name("staff")

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    by_id = ById()
    tenant_id = UnicodeAttribute()
    id = UnicodeAttribute()
    email = UnicodeAttribute()
    name = UnicodeAttribute()
    role = UnicodeAttribute()
    language = UnicodeAttribute()
    status = UnicodeAttribute()
    access = NumberAttribute()
    invitation = UnicodeAttribute(null=True)
    invited_at = UnicodeAttribute(null=True)
    accepted_at = UnicodeAttribute(null=True)
    last_seen_at = UnicodeAttribute(null=True)
    created_at = UnicodeAttribute()


table = Table(StaffRow, Staff, lambda staff: {"pk": staff.tenant_id, "sk": staff.email})


def get(tenant_id: str, email: str) -> Staff | None:
    """The staff member with this address, or None."""
    return table.get(tenant_id, email)


def get_by_id(tenant_id: str, staff_id: str) -> Staff | None:
    """The staff member with this id, or None."""
    return next(iter(table.query(tenant_id, StaffRow.id == staff_id, index="by_id")), None)


def browse(tenant_id: str, limit: int, after: Slot | None) -> tuple[list[Staff], Slot | None]:
    """The merchant's people by address."""
    return table.page(tenant_id, limit=limit, after=after)


def get_owners(tenant_id: str) -> list[Staff]:
    """The owners who can sign in."""
    where = (StaffRow.role == "owner") & (StaffRow.status == "active")
    return table.query(tenant_id, where=where)


def note_seen(tx: Transaction, staff: Staff, at: str, otherwise: PortalError) -> None:
    """Note when somebody was last there; ``otherwise`` is raised if access is off by now. The version stays."""
    row = StaffRow(staff.tenant_id, staff.email)
    still = (StaffRow.status == "active") & (StaffRow.access == staff.access) & (StaffRow.id == staff.id)
    tx.update(row, [StaffRow.last_seen_at.set(at)], still, otherwise)

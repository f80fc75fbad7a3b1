"""A staff member's name, role or access changes; it acts on the next request."""

from chalicelib.adapters.dynamodb import transaction
from chalicelib.audit.record import record_change
from chalicelib.core.identity import StaffUser
from chalicelib.staff import store
from chalicelib.staff.entity import Staff
from chalicelib.staff.find import find_staff
from chalicelib.staff.office import keep_an_owner
from chalicelib.staff.rules import NotAcceptedYet, check_may_manage, without_access
from chalicelib.staff.schemas import StaffChange, StaffView


def update_staff(user: StaffUser, staff_id: str, change: StaffChange) -> StaffView:
    """Change name, role or access. Raises LastOwner, NotAcceptedYet; owners are changed by owners only."""
    before = find_staff(user.tenant_id, staff_id)
    check_may_manage(user, before.role)
    check_may_manage(user, change.role or before.role)
    staff = _changed(before, change)
    with transaction() as tx:
        keep_an_owner(tx, before, staff)
        store.table.save(tx, staff)
        changes: dict[str, str | int | bool | None] = {"role": staff.role, "status": staff.status}
        record_change(tx, user, "staff.updated", staff.id, changes=changes)
    return StaffView.of(staff)


def _changed(before: Staff, change: StaffChange) -> Staff:
    staff = before.model_copy(update={"name": change.name or before.name, "role": change.role or before.role})
    if change.status == "disabled" and staff.status != "disabled":
        return without_access(staff)
    if change.status == "active" and staff.status != "active":
        if not staff.accepted_at:
            raise NotAcceptedYet
        return staff.model_copy(update={"status": "active"})
    return staff

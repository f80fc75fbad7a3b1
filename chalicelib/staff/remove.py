"""A staff member leaves; it acts on the next request."""

from chalicelib.adapters.dynamodb import transaction
from chalicelib.audit.record import record_change
from chalicelib.core.identity import StaffUser
from chalicelib.staff import store
from chalicelib.staff.find import find_staff
from chalicelib.staff.office import keep_an_owner
from chalicelib.staff.rules import check_may_manage


def remove_staff(user: StaffUser, staff_id: str) -> None:
    """Remove somebody. Raises LastOwner; owners are removed by owners only."""
    staff = find_staff(user.tenant_id, staff_id)
    check_may_manage(user, staff.role)
    with transaction() as tx:
        keep_an_owner(tx, staff, None)
        store.table.remove(tx, staff)
        record_change(tx, user, "staff.removed", staff.id)

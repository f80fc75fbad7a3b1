"""A new staff member is entered and invited by mail."""

from chalicelib.adapters.dynamodb import transaction
from chalicelib.adapters.limits import limit_invitations
from chalicelib.core import clock, ids
from chalicelib.core.identity import StaffUser
from chalicelib.staff import store
from chalicelib.staff.entity import Staff
from chalicelib.staff.invite import add_invitation
from chalicelib.staff.rules import StaffExists, check_may_manage
from chalicelib.staff.schemas import NewStaff, StaffView


def create_staff(user: StaffUser, request: NewStaff) -> StaffView:
    """Enter somebody and send the invitation. Raises StaffExists; owners are entered by owners only."""
    user.must_be("admin")
    check_may_manage(user, request.role)
    limit_invitations(user.tenant_id, user.staff_id)
    staff = Staff(
        tenant_id=user.tenant_id,
        id=ids.new_id("stf"),
        email=request.email,
        name=request.name,
        role=request.role,
        language=request.language or user.merchant.organization.locale,
        created_at=clock.stamp(clock.now()),
    )
    with transaction() as tx:
        staff = add_invitation(tx, user, staff)
        store.table.add(tx, staff, StaffExists())
    return StaffView.of(staff)

"""A staff member is invited, again if need be: only the newest link works."""

from chalicelib.adapters.dynamodb import Transaction, transaction
from chalicelib.adapters.limits import limit_invitations
from chalicelib.adapters.mailed_tokens import make_token
from chalicelib.audit.record import record_change
from chalicelib.core import clock
from chalicelib.core.deferred import raise_deferred
from chalicelib.core.identity import StaffUser
from chalicelib.outbox.add import add_mail
from chalicelib.settings import settings
from chalicelib.staff import emails, store
from chalicelib.staff.entity import Staff
from chalicelib.staff.find import find_staff
from chalicelib.staff.rules import INVITATION_DAYS, AlreadyIn, check_may_manage
from chalicelib.staff.schemas import StaffView


def invite_staff(user: StaffUser, staff_id: str) -> StaffView:
    """Send the invitation again. Raises AlreadyIn."""
    staff = find_staff(user.tenant_id, staff_id)
    check_may_manage(user, staff.role)
    raise_deferred()
    if staff.accepted_at:
        raise AlreadyIn
    limit_invitations(user.tenant_id, user.staff_id)
    with transaction() as tx:
        staff = add_invitation(tx, user, staff)
        store.table.save(tx, staff)
    return StaffView.of(staff)


def add_invitation(tx: Transaction, user: StaffUser, staff: Staff) -> Staff:
    """The staff member with a new invitation, whose mail and token are kept with ``tx``; the caller keeps the row."""
    token = make_token(
        tx,
        "staff_invitation",
        tenant_id=staff.tenant_id,
        person_id=staff.id,
        email=staff.email,
        seconds=INVITATION_DAYS * 86_400,
    )
    invited_at = clock.stamp(clock.now())
    staff = staff.model_copy(update={"status": "invited", "invitation": token.digest, "invited_at": invited_at})
    record_change(tx, user, "staff.invited", staff.id, changes={"role": staff.role})
    add_mail(tx, user.merchant, emails.invitation(staff, user.merchant, settings().site_url, token.secret))
    return staff

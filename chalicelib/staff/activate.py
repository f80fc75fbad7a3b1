"""A staff member is in: the invitation was accepted, or somebody who runs the deployment said so."""

from chalicelib.adapters.dynamodb import Transaction
from chalicelib.core import clock
from chalicelib.core.errors import PortalError
from chalicelib.staff import store
from chalicelib.staff.entity import Staff
from chalicelib.staff.rules import StaffExists


def activate_staff(tx: Transaction, staff: Staff, otherwise: PortalError) -> None:
    """Switch access on, and forget the invitation; ``otherwise`` is raised if the row changed in the meantime."""
    staff.status = "active"
    staff.invitation = None
    staff.accepted_at = staff.last_seen_at = clock.stamp(clock.now())
    store.table.save(tx, staff, otherwise)


def add_active_staff(tx: Transaction, staff: Staff) -> None:
    """Enter somebody who can sign in at once. Raises StaffExists when ``tx`` is kept."""
    store.table.add(tx, staff, StaffExists())


def note_staff_seen(tx: Transaction, staff: Staff, otherwise: PortalError) -> None:
    """Note that the person is here now; ``otherwise`` is raised if access is off by now."""
    store.note_seen(tx, staff, clock.stamp(clock.now()), otherwise)


def change_own_details(tx: Transaction, staff: Staff) -> None:
    """Keep what the person changed about himself or herself."""
    store.table.save(tx, staff)

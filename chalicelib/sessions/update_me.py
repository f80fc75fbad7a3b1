"""A person changes his or her own details."""

from chalicelib.adapters.dynamodb import transaction
from chalicelib.audit.record import record_change
from chalicelib.contacts import activate as contacts
from chalicelib.contacts.entity import Contact
from chalicelib.core.identity import PortalUser, StaffUser, SwitchedOff
from chalicelib.sessions import store
from chalicelib.sessions.entity import Member
from chalicelib.sessions.me import member_of
from chalicelib.sessions.schemas import ClientMe, MeChange, StaffMe, StaffMeChange
from chalicelib.staff import activate as staff
from chalicelib.staff.entity import Staff


def update_me(user: PortalUser, change: MeChange) -> ClientMe:
    """Change name, phone, language or time zone, where the merchant allows it."""
    member = member_of(user)
    if not user.settings.allow_profile_edit:
        raise SwitchedOff
    given = _given(change)
    row = member.row.model_copy(update=given)
    assert isinstance(row, Contact)
    with transaction() as tx:
        contacts.change_own_details(tx, row)
        record_change(tx, user, "contact.updated", row.id, changes={"fields": ", ".join(sorted(given))})
    return ClientMe.of(Member(row, user.merchant), store.get_credential("client", user.tenant_id, user.email))


def update_staff_me(user: StaffUser, change: StaffMeChange) -> StaffMe:
    """Change name or language."""
    member = member_of(user)
    given = _given(change)
    row = member.row.model_copy(update=given)
    assert isinstance(row, Staff)
    with transaction() as tx:
        staff.change_own_details(tx, row)
        record_change(tx, user, "staff.updated", row.id, changes={"fields": ", ".join(sorted(given))})
    return StaffMe.of(Member(row, user.merchant), store.get_credential("staff", user.tenant_id, user.email))


def _given(change: MeChange | StaffMeChange) -> dict[str, object]:
    return {name: value for name, value in change.model_dump(exclude_unset=True).items() if value is not None}

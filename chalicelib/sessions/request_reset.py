"""Somebody has forgotten the password; who exists is told to nobody (V15), only to the address itself."""

from chalicelib.adapters.dynamodb import Transaction, transaction
from chalicelib.adapters.limits import limit_resets, may_mail_reset
from chalicelib.adapters.mailed_tokens import Purpose, make_token
from chalicelib.audit.record import record_change
from chalicelib.contacts.entity import Contact
from chalicelib.contacts.find import find_contacts_of_person
from chalicelib.core.identity import Caller, Machine
from chalicelib.core.portal import Merchant
from chalicelib.outbox.add import add_mail, add_unsent
from chalicelib.sessions import emails, rules, store
from chalicelib.sessions.entity import Audience, Credential, Member
from chalicelib.sessions.people import find_merchant_by_any_name
from chalicelib.sessions.repeat import until_kept
from chalicelib.sessions.schemas import ResetRequest, StaffResetRequest
from chalicelib.sessions.site import site_of
from chalicelib.staff.find import find_staff_by_email
from chalicelib.tenants.find import find_by_portal_name

_NOBODY = Contact(tenant_id="-", customer_id="-", id="-", email="nobody@example.invalid", language="en", created_at="-")


def request_reset(caller: Caller, portal: str, request: ResetRequest) -> None:
    """Send a link for a new password, if this address has a password here. The answer is always the same."""
    merchant = find_by_portal_name(portal).merchant
    _request(caller, "client", merchant, request.email)


def request_staff_reset(caller: Caller, request: StaffResetRequest) -> None:
    """The same for staff; an unknown tenant is one more unknown person."""
    merchant = find_merchant_by_any_name(request.tenant)
    email = request.email
    if merchant is None:
        limit_resets(caller.address)
    else:
        _request(caller, "staff", merchant, email)


def _request(caller: Caller, audience: Audience, merchant: Merchant, email: str) -> None:
    limit_resets(caller.address)
    may_mail = may_mail_reset(merchant.tenant_id, audience, email)

    def keep() -> None:
        credential = store.get_credential(audience, merchant.tenant_id, email)
        member = find_resettable(audience, merchant, email, credential)
        with transaction() as tx:
            if credential and member and may_mail:
                _send(tx, caller, credential, member)
            else:
                _do_as_much(tx, caller, merchant)

    until_kept(keep)


def find_resettable(audience: Audience, merchant: Merchant, email: str, credential: Credential | None) -> Member | None:
    """The person whose password may be set anew: access is on, or an invitation waits; for clients the portal is on."""
    if audience == "staff":
        staff = find_staff_by_email(merchant.tenant_id, email)
        member = Member(staff, merchant) if staff and staff.status != "disabled" else None
    else:
        customer_ids = credential.customers if credential else ["-"]
        found = find_contacts_of_person(merchant.tenant_id, email, customer_ids)
        welcome = [contact for contact in found if contact.portal_status != "disabled" and merchant.portal.enabled]
        member = Member(welcome[0], merchant) if welcome else None
    return member if credential else None


def _send(tx: Transaction, caller: Caller, credential: Credential, member: Member) -> None:
    purpose: Purpose = "client_reset" if member.audience == "client" else "staff_reset"
    token = make_token(
        tx,
        purpose,
        tenant_id=credential.tenant_id,
        person_id=credential.id,
        email=credential.email,
        seconds=rules.RESET_SECONDS,
    )
    credential.reset = token.digest
    store.credentials.save(tx, credential, rules.SomebodyElseWasFaster())
    actor = Machine(credential.tenant_id, "password-reset", caller.request_id)
    record_change(tx, actor, "password_reset.requested", member.row.id, customer_id=member.customer_id)
    letter = emails.reset(member, site_of(member), token.secret)
    add_mail(tx, member.merchant, letter, member.customer_id)


def _do_as_much(tx: Transaction, caller: Caller, merchant: Merchant) -> None:
    """Four rows like those of a reset that is sent, worth nothing, so that the time is the same."""
    nobody = Member(_NOBODY, merchant)
    for _ in range(3):
        token = make_token(
            tx, "nobody", tenant_id=merchant.tenant_id, person_id="-", email="-", seconds=rules.RESET_SECONDS
        )
    add_unsent(tx, merchant, emails.reset(nobody, site_of(nobody), token.secret))

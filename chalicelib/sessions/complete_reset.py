"""A new password is set with the link from a mail; all sessions end, nobody is signed in by it."""

from chalicelib.adapters.dynamodb import transaction
from chalicelib.adapters.limits import forget_failures
from chalicelib.adapters.mailed_tokens import MailedToken, Purpose, find_token, spend_token
from chalicelib.adapters.passwords import hash_password
from chalicelib.audit.record import record_change
from chalicelib.core.identity import Caller, Machine
from chalicelib.core.portal import Merchant
from chalicelib.outbox.add import add_mail
from chalicelib.sessions import emails, rules, store
from chalicelib.sessions.change_password import set_password
from chalicelib.sessions.entity import Audience, Credential, Member
from chalicelib.sessions.password_rules import check_password
from chalicelib.sessions.people import known_of
from chalicelib.sessions.repeat import until_kept
from chalicelib.sessions.request_reset import find_resettable
from chalicelib.sessions.schemas import ResetCompletion
from chalicelib.sessions.site import site_of
from chalicelib.tenants.find import find_by_portal_name, find_merchant


def complete_reset(caller: Caller, portal: str, request: ResetCompletion) -> None:
    """Set the new password; the person signs in with it, and with the second factor where there is one."""
    merchant = find_by_portal_name(portal).merchant
    token = _token(request, "client_reset")
    if token.tenant_id != merchant.tenant_id:
        raise rules.LinkNotValid
    _complete(caller, "client", merchant, token, request)


def complete_staff_reset(caller: Caller, request: ResetCompletion) -> None:
    """The same for staff; the token says of which merchant."""
    token = _token(request, "staff_reset")
    _complete(caller, "staff", find_merchant(token.tenant_id), token, request)


def _token(request: ResetCompletion, purpose: Purpose) -> MailedToken:
    token = find_token(request.token, purpose)
    if token is None:
        raise rules.LinkNotValid
    return token


def _complete(
    caller: Caller, audience: Audience, merchant: Merchant, token: MailedToken, request: ResetCompletion
) -> None:
    """One transaction: the token is spent, the password is new, every session is over, the person is told."""
    _, member = _read(audience, merchant, token)
    check_password(request.password, known_of(member))
    hashed = hash_password(request.password)

    def keep() -> None:
        credential, member = _read(audience, merchant, token)
        with transaction() as tx:
            spend_token(tx, token, rules.LinkNotValid())
            set_password(tx, credential, hashed)
            store.credentials.save(tx, credential, rules.SomebodyElseWasFaster())
            actor = Machine(token.tenant_id, "password-reset", caller.request_id)
            record_change(tx, actor, "password.reset", member.row.id, customer_id=member.customer_id)
            add_mail(tx, merchant, emails.password_changed(member, site_of(member)), member.customer_id)

    until_kept(keep)
    forget_failures(token.tenant_id, audience, token.email)


def _read(audience: Audience, merchant: Merchant, token: MailedToken) -> tuple[Credential, Member]:
    """Whose password it is: only the newest link counts, and none after access was switched off (V10, V12)."""
    credential = store.get_credential(audience, token.tenant_id, token.email)
    member = find_resettable(audience, merchant, token.email, credential)
    if credential is None or member is None or (credential.id, credential.reset) != (token.person_id, token.digest):
        raise rules.LinkNotValid
    return credential, member

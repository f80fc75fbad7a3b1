"""An invitation is accepted: by typing a password, never by opening a page (V29)."""

from dataclasses import dataclass

from chalicelib.adapters.dynamodb import Transaction, transaction
from chalicelib.adapters.mailed_tokens import MailedToken, Purpose, find_token, spend_token
from chalicelib.adapters.passwords import hash_password
from chalicelib.contacts.activate import activate_contact
from chalicelib.contacts.entity import Contact
from chalicelib.contacts.find import find_contact_by_email
from chalicelib.core.answer import Answer
from chalicelib.core.identity import Caller, SwitchedOff
from chalicelib.core.portal import Merchant
from chalicelib.sessions import rules, store
from chalicelib.sessions.entity import Credential, Member
from chalicelib.sessions.grant import grant_client, grant_staff
from chalicelib.sessions.let_in import cookies_of, record_sign_in
from chalicelib.sessions.password_rules import check_password
from chalicelib.sessions.people import known_of, new_credential
from chalicelib.sessions.prove import Proof, prove_password, use_second_factor
from chalicelib.sessions.repeat import until_kept
from chalicelib.sessions.schemas import Acceptance, ClientSignedIn, StaffSignedIn
from chalicelib.sessions.start import Started, start_session
from chalicelib.staff.activate import activate_staff
from chalicelib.staff.entity import Staff
from chalicelib.staff.find import find_staff_by_email
from chalicelib.tenants.find import find_by_portal_name, find_merchant


def accept_invitation(caller: Caller, portal: str, request: Acceptance) -> Answer[ClientSignedIn]:
    """Accept and be signed in. Who has a password at this merchant already types that one, and none is set."""
    merchant = find_by_portal_name(portal).merchant
    token = _token(request, "client_invitation")
    if token.tenant_id != merchant.tenant_id:
        raise rules.LinkNotValid
    _invited(token, merchant)
    if not merchant.portal.enabled:
        raise SwitchedOff
    entered = _accept(caller, request, token, merchant)
    return grant_client(entered.started.session, entered.credential, entered.member, entered.cookies)


def accept_staff_invitation(caller: Caller, request: Acceptance) -> Answer[StaffSignedIn]:
    """Accept and be signed in at the console; the token says of which merchant."""
    token = _token(request, "staff_invitation")
    entered = _accept(caller, request, token, find_merchant(token.tenant_id))
    return grant_staff(entered.started.session, entered.credential, entered.member, entered.cookies)


def _token(request: Acceptance, purpose: Purpose) -> MailedToken:
    token = find_token(request.token, purpose)
    if token is None:
        raise rules.LinkNotValid
    return token


def _invited(token: MailedToken, merchant: Merchant) -> Member:
    """Who was invited, read anew: only the newest invitation counts, and none after access was switched off (V10)."""
    row: Contact | Staff | None
    if token.purpose == "client_invitation":
        row = find_contact_by_email(token.tenant_id, token.customer_id, token.email)
    else:
        row = find_staff_by_email(token.tenant_id, token.email)
    if row is None or row.id != token.person_id or row.invitation != token.digest:
        raise rules.LinkNotValid
    return Member(row, merchant)


@dataclass(frozen=True)
class _Entered:
    """Who came in by an invitation, with the session and how the password was proved, if there was one."""

    started: Started
    credential: Credential
    member: Member
    proof: Proof | None

    @property
    def cookies(self) -> tuple[str, ...]:
        return cookies_of(self.started, self.member, self.proof.device if self.proof else None)


def _accept(caller: Caller, request: Acceptance, token: MailedToken, merchant: Merchant) -> _Entered:
    """Read everything, ask for the password or take the new one, keep all of it; anew if something came in between."""
    entered = until_kept(lambda: _enter(caller, request, token, _invited(token, merchant)))
    if entered.proof:
        entered.proof.guess.was_right()
    return entered


def _enter(caller: Caller, request: Acceptance, token: MailedToken, member: Member) -> _Entered:
    """One transaction: the token is spent, access is on, the credential is kept, the session begins."""
    credential = store.get_credential(member.audience, token.tenant_id, token.email)
    proof = _prove(caller, request, credential, member) if credential else None
    credential = credential or new_credential(member, _new_hash(request, member))
    if proof:
        use_second_factor(credential, member, request.totp, proof.guess)
    if member.customer_id and member.customer_id not in credential.customers:
        credential.customers.append(member.customer_id)
    with transaction() as tx:
        _open(tx, token, member)
        started = start_session(tx, credential, member, rules.device_label(caller.user_agent))
        add_or_save = store.credentials.save if proof else store.credentials.add
        add_or_save(tx, credential, rules.SomebodyElseWasFaster())
        record_sign_in(tx, member, started.session, caller, "invitation.accepted")
    return _Entered(started, credential, member, proof)


def _prove(caller: Caller, request: Acceptance, credential: Credential, member: Member) -> Proof:
    """The address has a password here: it is asked for, under the same lock as at sign-in, and never replaced."""
    proof = prove_password(
        member.audience, member.row.tenant_id, credential.email, request.password, caller, credential
    )
    if proof is None:
        raise rules.ExistingPasswordRequired
    return proof


def _new_hash(request: Acceptance, member: Member) -> str:
    check_password(request.password, known_of(member))
    return hash_password(request.password)


def _open(tx: Transaction, token: MailedToken, member: Member) -> None:
    spend_token(tx, token, rules.LinkNotValid())
    if isinstance(member.row, Contact):
        activate_contact(tx, member.row, rules.SomebodyElseWasFaster())
    else:
        activate_staff(tx, member.row, rules.SomebodyElseWasFaster())

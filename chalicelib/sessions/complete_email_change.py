"""The new address confirms: the person has it from now on everywhere at this merchant, and the old one is told a way back."""

from chalicelib.adapters.dynamodb import Transaction, transaction
from chalicelib.adapters.mailed_tokens import MailedToken, Purpose, find_token, make_token, spend_token
from chalicelib.contacts.entity import Contact
from chalicelib.core import clock
from chalicelib.core.identity import Caller
from chalicelib.core.portal import Merchant
from chalicelib.outbox.add import add_mail
from chalicelib.sessions import emails_of_changes as emails
from chalicelib.sessions import rules, store
from chalicelib.sessions.entity import Credential, Member, WayBack
from chalicelib.sessions.move_person import contacts_of, is_known, move_person
from chalicelib.sessions.repeat import until_kept
from chalicelib.sessions.schemas import EmailToken
from chalicelib.sessions.site import site_of
from chalicelib.tenants.find import find_by_portal_name

_WAY_BACK_SECONDS = rules.WAY_BACK_DAYS * 86_400


def complete_email_change(caller: Caller, portal: str, request: EmailToken) -> None:
    """Confirm the new address; nobody is signed in by it, and everybody signs in with it from now on."""
    merchant = find_by_portal_name(portal).merchant
    token = token_of(request, "email_change", merchant)
    until_kept(lambda: _keep(caller, merchant, token))


def token_of(request: EmailToken, purpose: Purpose, merchant: Merchant) -> MailedToken:
    """The token of a change of addresses at this merchant. Raises LinkNotValid."""
    token = find_token(request.token, purpose)
    if token is None or token.tenant_id != merchant.tenant_id:
        raise rules.LinkNotValid
    return token


def _keep(caller: Caller, merchant: Merchant, token: MailedToken) -> None:
    """One transaction: the token is spent, credential and contacts are at the new address, the old one is told."""
    before, contacts = _read(merchant, token)
    if is_known(token.tenant_id, token.email):
        _read(merchant, token)  # or is it the same person already, by the same link?
        raise rules.AddressTaken
    after = before.model_copy(update={"email": token.email, "reset": None})
    with transaction() as tx:
        spend_token(tx, token, rules.LinkNotValid())
        secret = _open_way_back(tx, token, after)
        move_person(tx, merchant, before, after, contacts, "email.changed", caller.request_id)
        told = Member(_in_use(contacts)[0], merchant)
        letter = emails.address_changed(told, site_of(told), secret)
        add_mail(tx, merchant, letter, told.customer_id)


def _open_way_back(tx: Transaction, token: MailedToken, credential: Credential) -> str:
    """A token for the old address, and what will be put back with it."""
    back = make_token(
        tx,
        "email_reversal",
        tenant_id=token.tenant_id,
        person_id=token.person_id,
        email=token.other_email,
        other_email=token.email,
        seconds=_WAY_BACK_SECONDS,
    )
    until = clock.epoch() + _WAY_BACK_SECONDS
    factor = credential.second_factor if credential.has_second_factor else None
    credential.way_back = WayBack(digest=back.digest, email=token.other_email, until=until, second_factor=factor)
    return back.secret


def _read(merchant: Merchant, token: MailedToken) -> tuple[Credential, list[Contact]]:
    """Whose address it is: only the newest link counts, and none after access was switched off (V10, V12)."""
    credential = store.get_credential("client", token.tenant_id, token.other_email)
    if credential is None or (credential.id, credential.email_change) != (token.person_id, token.digest):
        raise rules.LinkNotValid
    contacts = contacts_of(credential)
    if not merchant.portal.enabled or not _in_use(contacts):
        raise rules.LinkNotValid
    if len(contacts) > rules.MOST_CUSTOMERS:
        raise rules.TooManyCustomers
    return credential, contacts


def _in_use(contacts: list[Contact]) -> list[Contact]:
    return [contact for contact in contacts if contact.is_active]

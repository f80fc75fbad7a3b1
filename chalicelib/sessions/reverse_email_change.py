"""The old address takes a change back: credential and contacts return, and whoever changed it is out for good.

Who could change the address knew the password, so that one is worth nothing any more, and a second factor set up since goes; passkeys all
go, because nobody can say any more whose they are.
"""

from typing import Any

from chalicelib.adapters.dynamodb import Transaction, transaction
from chalicelib.adapters.limits import forget_failures
from chalicelib.adapters.mailed_tokens import MailedToken, make_token, spend_token
from chalicelib.adapters.passwords import hash_password
from chalicelib.contacts.entity import Contact
from chalicelib.contacts.find import find_contacts_of_person
from chalicelib.core import ids
from chalicelib.core.identity import Caller
from chalicelib.core.portal import Merchant
from chalicelib.outbox.add import add_mail
from chalicelib.sessions import emails_of_changes as emails
from chalicelib.sessions import rules, store
from chalicelib.sessions.complete_email_change import token_of
from chalicelib.sessions.entity import Credential, Member, SecondFactor, WayBack
from chalicelib.sessions.move_person import contacts_of, move_person
from chalicelib.sessions.repeat import until_kept
from chalicelib.sessions.schemas import EmailToken
from chalicelib.sessions.site import site_of
from chalicelib.tenants.find import find_by_portal_name


def reverse_email_change(caller: Caller, portal: str, request: EmailToken) -> None:
    """Take the change back; all sessions end, and a link for a new password goes to the address that counts again."""
    merchant = find_by_portal_name(portal).merchant
    token = token_of(request, "email_reversal", merchant)
    _read(token)
    nobodys = hash_password(ids.new_secret())
    until_kept(lambda: _keep(caller, merchant, token, nobodys))
    forget_failures(token.tenant_id, "client", token.email)


def _keep(caller: Caller, merchant: Merchant, token: MailedToken, password: str) -> None:
    before, way_back = _read(token)
    contacts = contacts_of(before)
    if _is_taken(token, contacts):
        _read(token)  # or is it the same person again, by the same link?
        raise rules.AddressTaken
    restored: dict[str, Any] = {
        "email": token.email,
        "way_back": None,
        "password": password,
        "second_factor": _factor(before, way_back),
        "passkeys": [],
    }
    after = before.model_copy(update=restored)
    with transaction() as tx:
        spend_token(tx, token, rules.LinkNotValid())
        after.reset = _tell(tx, merchant, token, contacts)
        move_person(tx, merchant, before, after, contacts, "email.taken_back", caller.request_id)


def _read(token: MailedToken) -> tuple[Credential, WayBack]:
    credential = store.get_credential("client", token.tenant_id, token.other_email)
    way_back = credential.way_back if credential else None
    if credential is None or way_back is None or (credential.id, way_back.digest) != (token.person_id, token.digest):
        raise rules.LinkNotValid
    return credential, way_back


def _is_taken(token: MailedToken, contacts: list[Contact]) -> bool:
    """Whether somebody else came to have the old address in the meantime, where it would be needed again."""
    there = find_contacts_of_person(token.tenant_id, token.email, [contact.customer_id for contact in contacts])
    return bool(there) or store.get_credential("client", token.tenant_id, token.email) is not None


def _factor(credential: Credential, way_back: WayBack) -> SecondFactor | None:
    """The second factor there was; with what was used of it since, if it is the same still."""
    was, now = way_back.second_factor, credential.second_factor
    return now if was and now and was.sealed == now.sealed else was


def _tell(tx: Transaction, merchant: Merchant, token: MailedToken, contacts: list[Contact]) -> str | None:
    """Both addresses are told; where access is on, the one that counts again gets the link for a new password."""
    welcome = [contact for contact in contacts if contact.portal_status != "disabled" and merchant.portal.enabled]
    if not welcome:
        return None
    member = Member(welcome[0], merchant)
    reset = make_token(
        tx,
        "client_reset",
        tenant_id=token.tenant_id,
        person_id=token.person_id,
        email=token.email,
        seconds=rules.RESET_SECONDS,
    )
    back = emails.address_is_back(member, token.email, site_of(member), reset.secret)
    add_mail(tx, merchant, back, member.customer_id)
    gone = emails.change_taken_back(member, token.other_email, site_of(member))
    add_mail(tx, merchant, gone, member.customer_id)
    return reset.digest

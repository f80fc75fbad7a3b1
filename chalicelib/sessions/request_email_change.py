"""A client wants another e-mail address: a link goes to the new one, and nothing changes before it is confirmed."""

from chalicelib.adapters.dynamodb import Transaction, transaction
from chalicelib.adapters.limits import limit_email_changes
from chalicelib.adapters.mailed_tokens import Purpose, drop_token, make_token
from chalicelib.audit.record import record_change
from chalicelib.core import clock
from chalicelib.core.errors import Invalid
from chalicelib.core.identity import Caller, PortalUser, SwitchedOff
from chalicelib.outbox.add import add_mail
from chalicelib.sessions import emails_of_changes as emails
from chalicelib.sessions import rules, store
from chalicelib.sessions.entity import Credential
from chalicelib.sessions.me import member_of
from chalicelib.sessions.move_person import contacts_of, is_known
from chalicelib.sessions.prove import reread
from chalicelib.sessions.reauthenticate import prove_again
from chalicelib.sessions.repeat import until_kept
from chalicelib.sessions.schemas import EmailChange
from chalicelib.sessions.site import site_of


def request_email_change(user: PortalUser, caller: Caller, request: EmailChange) -> None:
    """Ask the new address to confirm. The answer never tells whether somebody here has that address (V15)."""
    if not user.settings.allow_profile_edit:
        raise SwitchedOff
    if request.email == user.email:
        raise Invalid([("email", "This is your e-mail address already.")])
    proof = prove_again(user, caller, request.password, "password")
    limit_email_changes(user.tenant_id, user.contact_id)

    def keep() -> None:
        credential = reread(proof)
        if credential.way_back and credential.way_back.until > clock.epoch():
            raise rules.EmailJustChanged
        if len(contacts_of(credential)) > rules.MOST_CUSTOMERS:
            raise rules.TooManyCustomers
        with transaction() as tx:
            _ask(tx, user, credential, request.email)

    until_kept(keep)
    proof.guess.was_right()


def _ask(tx: Transaction, user: PortalUser, credential: Credential, email: str) -> None:
    """The same rows either way; to an address that is known here goes a mail whose link is the sign-in."""
    member, known = member_of(user), is_known(user.tenant_id, email)
    drop_token(tx, credential.email_change)
    purpose: Purpose = "nobody" if known else "email_change"
    token = make_token(
        tx,
        purpose,
        tenant_id=user.tenant_id,
        person_id=credential.id,
        email=email,
        other_email=credential.email,
        seconds=rules.CHANGE_SECONDS,
    )
    credential.email_change = token.digest
    store.credentials.save(tx, credential, rules.SomebodyElseWasFaster())
    record_change(tx, user, "email_change.requested", user.contact_id)
    if known:
        letter = emails.address_known(member, email, site_of(member))
    else:
        letter = emails.confirm_address(member, email, site_of(member), token.secret)
    add_mail(tx, user.merchant, letter, user.customer_id)

"""Staff let a contact into the portal: by an invitation to the contact's own address."""

from chalicelib.adapters.dynamodb import Transaction, transaction
from chalicelib.adapters.limits import limit_invitations
from chalicelib.adapters.mailed_tokens import drop_token, make_token
from chalicelib.audit.record import record_change
from chalicelib.contacts import emails, store
from chalicelib.contacts.entity import Contact
from chalicelib.contacts.find import find_contact
from chalicelib.contacts.mail_problems import view_contact
from chalicelib.contacts.rules import INVITATION_DAYS, MailUnwanted, PortalIsOff
from chalicelib.contacts.schemas import ContactView
from chalicelib.core import clock
from chalicelib.core.deferred import raise_deferred
from chalicelib.core.identity import Actor, StaffUser
from chalicelib.core.portal import Merchant
from chalicelib.mailboxes.entity import Mailbox
from chalicelib.mailboxes.find import find_mailbox
from chalicelib.mailboxes.keep import clear_mailbox
from chalicelib.outbox.add import add_mail
from chalicelib.settings import settings


def invite_contact(user: StaffUser, customer_id: str, contact_id: str) -> ContactView:
    """Send an invitation, again if there was one before: only the newest link works. Who is in already gets no mail.

    To invite again says that the address works now, but not that a complaint is forgotten. Raises MailUnwanted.
    """
    contact = find_contact(user.tenant_id, customer_id, contact_id)
    raise_deferred()
    if not user.settings.enabled:
        raise PortalIsOff
    if contact.is_active:
        return view_contact(contact)
    mailbox = find_mailbox(user.tenant_id, contact.email)
    if mailbox.problem and mailbox.problem.kind == "complaint":
        raise MailUnwanted
    limit_invitations(user.tenant_id, user.staff_id)
    send_invitation(user, contact, mailbox)
    return ContactView.seen(contact, None)


def send_invitation(user: StaffUser, contact: Contact, mailbox: Mailbox | None = None) -> None:
    """Make the newest token of this contact and mail it. ``mailbox`` is written to again if it had a problem."""
    with transaction() as tx:
        keep_invitation(tx, user, user.merchant, contact)
        if mailbox and mailbox.problem:
            clear_mailbox(tx, mailbox)


def keep_invitation(tx: Transaction, actor: Actor, merchant: Merchant, contact: Contact) -> None:
    """The contact is invited: kept with the newest token, which is mailed."""
    secret = ask_in(tx, contact)
    store.table.save(tx, contact)
    record_change(tx, actor, "contact.invited", contact.id, customer_id=contact.customer_id)
    letter = emails.invitation(contact, merchant, settings().site_of(merchant.tenant_id), secret)
    add_mail(tx, merchant, letter, contact.customer_id)


def ask_in(tx: Transaction, contact: Contact) -> str:
    """The contact is invited by a new token, which is answered: it goes into the mail and nowhere else (V11)."""
    drop_token(tx, contact.invitation)
    token = make_token(
        tx,
        "client_invitation",
        tenant_id=contact.tenant_id,
        customer_id=contact.customer_id,
        person_id=contact.id,
        email=contact.email,
        seconds=INVITATION_DAYS * 86_400,
    )
    contact.portal_status = "invited"
    contact.invitation = token.digest
    contact.invited_at = clock.stamp(clock.now())
    return token.secret

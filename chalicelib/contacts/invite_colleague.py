"""An owner lets a colleague in."""

from chalicelib.adapters.dynamodb import Transaction, transaction
from chalicelib.adapters.limits import limit_invitations
from chalicelib.audit.record import record_change
from chalicelib.contacts import emails, store
from chalicelib.contacts.entity import Contact
from chalicelib.contacts.invite import ask_in
from chalicelib.contacts.rules import PersonIsIn, check_may_be_invited
from chalicelib.contacts.schemas import NewColleague, PersonView
from chalicelib.core import clock, ids
from chalicelib.core.identity import PortalUser
from chalicelib.mailboxes.find import find_mailbox
from chalicelib.mailboxes.keep import clear_mailbox
from chalicelib.outbox.add import add_mail
from chalicelib.settings import settings


def invite_colleague(user: PortalUser, request: NewColleague) -> PersonView:
    """Enter a colleague and send the invitation, again if there was one. Raises PersonIsIn, AccessSwitchedOff.

    An answer never tells whether the address is known elsewhere. Where somebody reported the merchant's mail as unwanted
    the invitation is withheld, and the merchant's staff see why.
    """
    user.must_be("owner")
    known = store.get(user.partition, request.email)
    if known:
        check_may_be_invited(known)
    limit_invitations(user.tenant_id, user.contact_id)
    contact = _invited(user, request, known)
    with transaction() as tx:
        secret = ask_in(tx, contact)
        if known:
            store.table.save(tx, contact)
        else:
            store.table.add(tx, contact, PersonIsIn())
        _write_again(tx, contact)
        changes: dict[str, str | int | bool | None] = {"role": contact.role}
        record_change(tx, user, "contact.invited", contact.id, changes=changes)
        letter = emails.invitation(
            contact, user.merchant, settings().site_of(user.tenant_id), secret, asked_by=user.email
        )
        add_mail(tx, user.merchant, letter, contact.customer_id)
    return PersonView.seen(contact, None)


def _invited(user: PortalUser, request: NewColleague, known: Contact | None) -> Contact:
    if known:
        return known.model_copy(update=request.model_dump(exclude_unset=True, exclude_none=True))
    return Contact(
        tenant_id=user.tenant_id,
        customer_id=user.customer_id,
        id=ids.new_id("con"),
        language=request.language or user.language,
        created_at=clock.stamp(clock.now()),
        **request.model_dump(exclude={"language"}),
    )


def _write_again(tx: Transaction, contact: Contact) -> None:
    """Whoever invites says that the address works, but not that a complaint is forgotten."""
    mailbox = find_mailbox(contact.tenant_id, contact.email)
    if mailbox.problem and mailbox.problem.kind == "bounce":
        clear_mailbox(tx, mailbox)

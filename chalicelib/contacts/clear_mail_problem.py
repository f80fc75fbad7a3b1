"""Staff say that a contact's address may be written to again."""

from chalicelib.adapters.dynamodb import transaction
from chalicelib.audit.record import record_change
from chalicelib.contacts.find import find_contact
from chalicelib.contacts.rules import MailUnwanted
from chalicelib.contacts.schemas import Clearing
from chalicelib.core.deferred import raise_deferred
from chalicelib.core.identity import StaffUser
from chalicelib.mailboxes.find import find_mailbox
from chalicelib.mailboxes.keep import clear_mailbox


def clear_mail_problem(user: StaffUser, customer_id: str, contact_id: str, query: Clearing) -> None:
    """Let mail go to this address again. What the person reported as unwanted asks for ``complaint=true``. Raises MailUnwanted."""
    contact = find_contact(user.tenant_id, customer_id, contact_id)
    raise_deferred()
    mailbox = find_mailbox(user.tenant_id, contact.email)
    if mailbox.problem is None:
        return
    if mailbox.problem.kind == "complaint" and not query.complaint:
        raise MailUnwanted
    with transaction() as tx:
        clear_mailbox(tx, mailbox)
        changes: dict[str, str | int | bool | None] = {"kind": mailbox.problem.kind}
        record_change(tx, user, "contact.mail_problem_cleared", contact.id, customer_id=customer_id, changes=changes)

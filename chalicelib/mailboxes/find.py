"""What is known of addresses."""

from collections.abc import Iterable

from chalicelib.adapters.dynamodb import get_many
from chalicelib.mailboxes import store
from chalicelib.mailboxes.entity import Mailbox

_AT_ONCE = 100


def find_mailbox(tenant_id: str, email: str) -> Mailbox:
    """What this tenant knows of the address; one of which nothing is known is a mailbox without a problem."""
    return store.table.get(store.key(tenant_id, email)) or Mailbox(tenant_id=tenant_id, email=email)


def find_mailboxes(tenant_id: str, emails: Iterable[str]) -> dict[str, Mailbox]:
    """The addresses of which something is known, in one request for a hundred of them."""
    wanted = list(dict.fromkeys(emails))
    batches = [wanted[start : start + _AT_ONCE] for start in range(0, len(wanted), _AT_ONCE)]
    found = [get_many((store.table, store.key(tenant_id, email), None) for email in batch) for batch in batches]
    return {mailbox.email: mailbox for batch in found for mailbox in batch if mailbox is not None}

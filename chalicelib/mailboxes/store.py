"""The mailboxes table: a row for each address at a tenant of which something is known; the others have none."""

from pynamodb.attributes import UnicodeAttribute

from chalicelib.adapters.dynamodb import JSON, Row, Table, table_name
from chalicelib.mailboxes.entity import Mailbox


class MailboxRow(Row):
    class Meta:
        table_name = table_name("mailboxes")

    pk = UnicodeAttribute(hash_key=True)
    tenant_id = UnicodeAttribute()
    email = UnicodeAttribute()
    problem = JSON(null=True)
    cleared_at = UnicodeAttribute(null=True)


def key(tenant_id: str, email: str) -> str:
    """The same address at another tenant is another row: nobody learns from it what happened elsewhere (I6)."""
    return f"{tenant_id}#{email}"


table = Table(MailboxRow, Mailbox, lambda mailbox: {"pk": key(mailbox.tenant_id, mailbox.email)})

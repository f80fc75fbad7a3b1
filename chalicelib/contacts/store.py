"""The contacts table: one partition a customer, sorted by e-mail address."""

from pynamodb.attributes import BooleanAttribute, NumberAttribute, UnicodeAttribute
from pynamodb.indexes import AllProjection, GlobalSecondaryIndex, LocalSecondaryIndex

from chalicelib.adapters.dynamodb import Row, Slot, Table, Transaction, table_name
from chalicelib.contacts.entity import Contact
from chalicelib.core.errors import PortalError


class ById(LocalSecondaryIndex["ContactRow"]):
    class Meta:
        index_name = "by_id"
        projection = AllProjection()

    pk = UnicodeAttribute(hash_key=True)
    id = UnicodeAttribute(range_key=True)


class ByEmail(GlobalSecondaryIndex["ContactRow"]):
    class Meta:
        index_name = "by_email"
        projection = AllProjection()

    email = UnicodeAttribute(hash_key=True)
    pk = UnicodeAttribute(range_key=True)


class TenantEmail(GlobalSecondaryIndex["ContactRow"]):
    class Meta:
        index_name = "tenant_email"
        projection = AllProjection()

    tenant_id = UnicodeAttribute(hash_key=True)
    tenant_email_sk = UnicodeAttribute(range_key=True)


class ContactRow(Row):
    class Meta:
        table_name = table_name("contacts")

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    by_id = ById()
    by_email = ByEmail()
    tenant_email_sk = UnicodeAttribute(null=True)
    tenant_email = TenantEmail()
    tenant_id = UnicodeAttribute()
    customer_id = UnicodeAttribute()
    id = UnicodeAttribute()
    email = UnicodeAttribute()
    first_name = UnicodeAttribute(null=True)
    last_name = UnicodeAttribute(null=True)
    phone = UnicodeAttribute(null=True)
    role = UnicodeAttribute()
    language = UnicodeAttribute()
    timezone = UnicodeAttribute(null=True)
    portal_status = UnicodeAttribute()
    access = NumberAttribute()
    invitation = UnicodeAttribute(null=True)
    invited_at = UnicodeAttribute(null=True)
    accepted_at = UnicodeAttribute(null=True)
    last_seen_at = UnicodeAttribute(null=True)
    leaving = BooleanAttribute(null=True)
    created_at = UnicodeAttribute()


def _keys(contact: Contact) -> dict[str, str | None]:
    return {
        "pk": contact.partition,
        "sk": contact.email,
        "tenant_email_sk": f"{contact.email}#{contact.customer_id}",
    }


table = Table(ContactRow, Contact, _keys)


def get(pk: str, email: str) -> Contact | None:
    """The contact of a customer with this address, or None."""
    return table.get(pk, email)


def get_by_id(pk: str, contact_id: str) -> Contact | None:
    """The contact of a customer with this id, or None."""
    return next(iter(table.query(pk, ContactRow.id == contact_id, index="by_id")), None)


def browse(pk: str, limit: int, after: Slot | None) -> tuple[list[Contact], Slot | None]:
    """A customer's contacts by address."""
    return table.page(pk, limit=limit, after=after)


def browse_of_customer(pk: str, limit: int) -> list[Contact]:
    """The first ``limit`` contacts of a customer."""
    return table.query(pk, limit=limit)


def get_owners(pk: str) -> list[Contact]:
    """A customer's owners who can sign in."""
    where = (ContactRow.role == "owner") & (ContactRow.portal_status == "active")
    return table.query(pk, where=where)


def browse_by_email(tenant_id: str, email: str) -> list[Contact]:
    """What this address is a contact of at this tenant, by customer; a moment behind the table."""
    condition = ContactRow.tenant_email_sk.startswith(f"{email}#")
    return table.query(tenant_id, condition, index="tenant_email", limit=100)


def note_seen(tx: Transaction, contact: Contact, at: str, otherwise: PortalError) -> None:
    """Note when an active contact was last there; ``otherwise`` is raised if access is off by now.

    The version stays: being seen must not refuse an edit of the merchant's staff.
    """
    row = ContactRow(contact.partition, contact.email)
    still = (ContactRow.portal_status == "active") & (ContactRow.access == contact.access)
    tx.update(row, [ContactRow.last_seen_at.set(at)], still & (ContactRow.id == contact.id), otherwise)

"""Finding contacts, for other slices."""

from collections.abc import Iterable
from functools import partial
from typing import Any

from chalicelib.adapters.dynamodb import Table, get_many
from chalicelib.adapters.parallel import together
from chalicelib.contacts import store
from chalicelib.contacts.entity import Contact
from chalicelib.core.errors import NotFound
from chalicelib.core.identity import partition

_AT_ONCE = 100


def contact_key(tenant_id: str, customer_id: str, email: str) -> tuple[Table[Any], str, str | None]:
    """Where a contact lies, for a reading of many things at once."""
    return store.table, partition(tenant_id, customer_id), email


def find_contact(tenant_id: str, customer_id: str, contact_id: str) -> Contact:
    """The contact of this customer. Raises NotFound."""
    contact = store.get_by_id(partition(tenant_id, customer_id), contact_id)
    if contact is None:
        raise NotFound
    return contact


def find_contacts_by_id(wanted: Iterable[tuple[str, str]]) -> dict[str, Contact]:
    """Those of these contacts (customer's partition, contact's id) that are there still, by id."""
    calls = [partial(store.get_by_id, pk, contact_id) for pk, contact_id in wanted]
    found = together(*calls) if len(calls) > 1 else [call() for call in calls]
    return {contact.id: contact for contact in found if contact is not None}


def find_contact_by_email(tenant_id: str, customer_id: str, email: str) -> Contact | None:
    """The contact of this customer with this address, or None."""
    return store.get(partition(tenant_id, customer_id), email)


def find_contacts_of_person(tenant_id: str, email: str, customer_ids: list[str]) -> list[Contact]:
    """The contacts that this person is, of those customers, read consistently and in the same order."""
    keys = [contact_key(tenant_id, customer_id, email) for customer_id in customer_ids]
    found = [get_many(keys[start : start + _AT_ONCE]) for start in range(0, len(keys), _AT_ONCE)]
    return [contact for batch in found for contact in batch if contact is not None]


def find_contacts_by_email(tenant_id: str, email: str) -> list[Contact]:
    """What this address is a contact of at this tenant; a moment behind what was just written."""
    return store.browse_by_email(tenant_id, email)


def find_contacts_of_customer(tenant_id: str, customer_id: str) -> list[Contact]:
    """The people of a customer (at most 100), by address."""
    return store.browse_of_customer(partition(tenant_id, customer_id), _AT_ONCE)

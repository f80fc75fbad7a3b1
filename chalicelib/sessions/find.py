"""Finding what a client's way in is worth, for other slices."""

from dataclasses import dataclass
from typing import Any

from chalicelib.adapters.dynamodb import Table, get_many
from chalicelib.contacts.find import contact_key
from chalicelib.core.errors import NotSignedIn
from chalicelib.core.identity import PortalUser
from chalicelib.sessions import store


@dataclass(frozen=True)
class WayIn:
    """What moves when a person is shut out: ``access`` of the contact, ``epoch`` of the credential (0 with another service)."""

    access: int
    epoch: int


def credential_key(tenant_id: str, email: str) -> tuple[Table[Any], str, str | None]:
    """Where a client's credential lies, for a reading of many things at once."""
    return store.credentials, store.credential_pk("client", tenant_id, email), None


def find_way_in(user: PortalUser) -> WayIn:
    """As it is while this session is still alive, in one reading. Raises NotSignedIn if it is over by now.

    What is bound to these numbers is worth nothing as soon as one of them moves, however close to each other the two happen.
    """
    session, credential, contact = get_many(
        [
            (store.sessions, user.session_id, None),
            credential_key(user.tenant_id, user.email),
            contact_key(user.tenant_id, user.customer_id, user.email),
        ]
    )
    if contact is None or contact.id != user.contact_id or not contact.is_active:
        raise NotSignedIn
    if credential and (session is None or session.epoch != credential.epoch):
        raise NotSignedIn
    return WayIn(contact.access, credential.epoch if credential else 0)

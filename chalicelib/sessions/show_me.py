"""A person looks at his or her own details."""

from typing import Any

from chalicelib.adapters.dynamodb import get_many
from chalicelib.core.errors import NotSignedIn
from chalicelib.core.identity import PortalUser, StaffUser
from chalicelib.sessions import store
from chalicelib.sessions.check import person_key
from chalicelib.sessions.entity import Credential, Member
from chalicelib.sessions.schemas import ClientMe, StaffMe


def show_me(user: PortalUser) -> ClientMe:
    """My details at the customer I am looking at."""
    return ClientMe.of(*_read(user, user.customer_id))


def show_staff_me(user: StaffUser) -> StaffMe:
    """My details."""
    return StaffMe.of(*_read(user, ""))


def _read(user: PortalUser | StaffUser, customer_id: str) -> tuple[Member, Credential | None]:
    audience: Any = user.kind
    credential_pk = store.credential_pk(audience, user.tenant_id, user.email)
    keys = [person_key(audience, user.tenant_id, customer_id, user.email), (store.credentials, credential_pk, None)]
    row, credential = get_many(keys)
    if row is None:
        raise NotSignedIn
    return Member(row, user.merchant), credential

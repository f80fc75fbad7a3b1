"""The credentials and sessions tables."""

from collections.abc import Iterable

from pynamodb.attributes import BooleanAttribute, NumberAttribute, UnicodeAttribute

from chalicelib.adapters.dynamodb import JSON, Row, Table, Transaction, get_many, table_name
from chalicelib.core.errors import Conflict
from chalicelib.sessions.entity import Credential, PasskeyOwner, Session


class CredentialRow(Row):
    class Meta:
        table_name = table_name("credentials")

    pk = UnicodeAttribute(hash_key=True)
    audience = UnicodeAttribute()
    tenant_id = UnicodeAttribute()
    email = UnicodeAttribute()
    id = UnicodeAttribute()
    password = UnicodeAttribute()
    epoch = NumberAttribute()
    sessions = JSON()
    customers = JSON()
    last_customer_id = UnicodeAttribute(null=True)
    reset = UnicodeAttribute(null=True)
    email_change = UnicodeAttribute(null=True)
    way_back = JSON(null=True)
    second_factor = JSON(null=True)
    passkeys = JSON(null=True)
    created_at = UnicodeAttribute()
    changed_at = UnicodeAttribute()


class SessionRow(Row):
    class Meta:
        table_name = table_name("sessions")

    pk = UnicodeAttribute(hash_key=True)
    id = UnicodeAttribute()
    audience = UnicodeAttribute()
    tenant_id = UnicodeAttribute()
    email = UnicodeAttribute()
    person_id = UnicodeAttribute()
    customer_id = UnicodeAttribute(null=True)
    access = NumberAttribute()
    epoch = NumberAttribute()
    refresh_digest = UnicodeAttribute(null=True)
    previous_digest = UnicodeAttribute(null=True)
    rotated_at = NumberAttribute()
    created_at = NumberAttribute()
    authenticated_at = NumberAttribute()
    seen_at = NumberAttribute()
    idle_until = NumberAttribute()
    expires = NumberAttribute()
    device = UnicodeAttribute(null=True)
    ended = BooleanAttribute()


class PasskeyOwnerRow(Row):
    class Meta:
        table_name = table_name("passkeys")

    pk = UnicodeAttribute(hash_key=True)
    tenant_id = UnicodeAttribute()
    person_id = UnicodeAttribute()
    email = UnicodeAttribute()


def credential_pk(audience: str, tenant_id: str, email: str) -> str:
    """The key of a credential."""
    return f"{audience}#{tenant_id}#{email}"


credentials = Table(
    CredentialRow, Credential, lambda person: {"pk": credential_pk(person.audience, person.tenant_id, person.email)}
)
sessions = Table(SessionRow, Session, lambda session: {"pk": session.id})
owners = Table(PasskeyOwnerRow, PasskeyOwner, lambda owner: {"pk": f"{owner.tenant_id}#{owner.person_id}"})


def get_credential(audience: str, tenant_id: str, email: str) -> Credential | None:
    """How this person signs in, or None."""
    return credentials.get(credential_pk(audience, tenant_id, email))


def get_session(session_id: str) -> Session | None:
    """The session, or None."""
    return sessions.get(session_id)


def get_sessions(session_ids: Iterable[str]) -> list[Session]:
    """Those of these sessions that are there still."""
    keys = [(sessions, session_id, None) for session_id in session_ids]
    return [session for session in get_many(keys) if session is not None] if keys else []


def get_owner(tenant_id: str, person_id: str) -> PasskeyOwner | None:
    """Whose passkeys name this person, or None."""
    return owners.get(f"{tenant_id}#{person_id}")


def name_owner(tx: Transaction, credential: Credential) -> None:
    """Say where the credential of these passkeys lies, or that it has none; it is written together with the credential alone."""
    owner = PasskeyOwner(tenant_id=credential.tenant_id, person_id=credential.id, email=credential.email)
    if credential.passkeys:
        owners.overwrite(tx, owner)
    else:
        tx.delete(PasskeyOwnerRow(f"{owner.tenant_id}#{owner.person_id}"), None, Conflict())


def end(tx: Transaction, session_id: str) -> None:
    """Delete the session, whatever it is by now: a refresh at the same moment finds it gone."""
    tx.delete(SessionRow(session_id), None, Conflict())

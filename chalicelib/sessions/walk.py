"""How a customer's people sign in, for what goes through all of them."""

from collections.abc import Iterator

from chalicelib.contacts.entity import Contact
from chalicelib.contacts.walk import walk_contacts
from chalicelib.core import clock
from chalicelib.core.model import Model
from chalicelib.sessions import store
from chalicelib.sessions.entity import Credential
from chalicelib.sessions.passkey_schemas import PasskeyView
from chalicelib.sessions.schemas import SessionView


class SignIn(Model):
    """A person's way in, without anything that would let somebody in; ``sessions`` are those of this customer alone."""

    contact_id: str
    email: str
    created_at: str
    changed_at: str
    second_factor: bool
    passkeys: list[PasskeyView]
    sessions: list[SessionView]


def walk_sign_ins(pk: str, after: str | None = None) -> Iterator[SignIn]:
    """Of each person of the customer who came in here once, in the order of their addresses, from behind the address ``after``.

    The same address may sign in for another customer of the merchant: as long as it never did here, nothing of it is told.
    """
    for contact in walk_contacts(pk, after):
        credential = store.get_credential("client", contact.tenant_id, contact.email)
        if credential and contact.customer_id in credential.customers:
            yield _told(contact, credential)


def _told(contact: Contact, credential: Credential) -> SignIn:
    now = clock.epoch()
    sessions = [
        one
        for one in store.get_sessions(credential.sessions)
        if (one.person_id, one.access) == (contact.id, contact.access) and one.is_alive(now)
    ]
    return SignIn(
        contact_id=contact.id,
        email=contact.email,
        created_at=credential.created_at,
        changed_at=credential.changed_at,
        second_factor=credential.has_second_factor,
        passkeys=[PasskeyView.of(one) for one in credential.passkeys],
        sessions=[SessionView.of(one, "") for one in sorted(sessions, key=lambda one: one.created_at)],
    )

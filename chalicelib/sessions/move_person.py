"""A person's way in moves to another e-mail address: the credential and every contact, and all sessions are over."""

from chalicelib.adapters.dynamodb import Transaction
from chalicelib.audit.record import record_change
from chalicelib.contacts.entity import Contact
from chalicelib.contacts.move import find_all_contacts, move_contact
from chalicelib.core import clock
from chalicelib.core.portal import Merchant
from chalicelib.sessions import rules, store
from chalicelib.sessions.entity import Credential, Member
from chalicelib.sessions.people import actor_of


def is_known(tenant_id: str, email: str) -> bool:
    """Whether anybody of this tenant's clients has this address."""
    credential = store.get_credential("client", tenant_id, email)
    return credential is not None or bool(find_all_contacts(tenant_id, email, []))


def contacts_of(credential: Credential) -> list[Contact]:
    """Every contact of this tenant that has the credential's address."""
    return find_all_contacts(credential.tenant_id, credential.email, credential.customers)


def move_person(
    tx: Transaction, merchant: Merchant, before: Credential, after: Credential, contacts: list[Contact], action: str,
    request_id: str,
) -> None:  # fmt: skip
    """Keep ``after`` under its address, with every contact. Raises SomebodyElseWasFaster when ``tx`` is kept, if any changed."""
    faster = rules.SomebodyElseWasFaster()
    for session_id in before.sessions:
        store.end(tx, session_id)
    after.sessions = []
    after.epoch += 1
    after.email_change = None
    after.changed_at = clock.stamp(clock.now())
    store.credentials.move(tx, before, after, faster)
    if before.passkeys:
        store.name_owner(tx, after)
    for contact in contacts:
        moved = Member(move_contact(tx, contact, after.email, faster), merchant)
        actor = actor_of(moved, "", request_id, clock.epoch())
        record_change(tx, actor, action, contact.id, customer_id=contact.customer_id)

"""A person's way in goes with the person; who is a contact of other customers keeps it for those."""

from chalicelib.adapters.dynamodb import Transaction
from chalicelib.adapters.mailed_tokens import drop_token
from chalicelib.contacts.entity import Contact
from chalicelib.contacts.move import find_all_contacts
from chalicelib.sessions import rules, store
from chalicelib.sessions.entity import Credential


def forget_way_in(tx: Transaction, contact: Contact) -> bool:
    """Delete credential, sessions, passkeys and links under way in ``tx``. Whether nobody at this tenant has the address then.

    Raises SomebodyElseWasFaster when ``tx`` is kept, if the credential changed since it was read.
    """
    drop_token(tx, contact.invitation)
    credential = store.get_credential("client", contact.tenant_id, contact.email)
    elsewhere = _other_customers(contact, credential)
    if credential is None:
        return not elsewhere
    ending = [one for one in store.get_sessions(credential.sessions) if one.customer_id == contact.customer_id]
    if elsewhere:
        _keep_for_others(tx, credential, contact, [one.id for one in ending])
        return False
    for session_id in credential.sessions:
        store.end(tx, session_id)
    for digest in _links(credential):
        drop_token(tx, digest)
    if credential.passkeys:
        store.name_owner(tx, credential.model_copy(update={"passkeys": []}))
    store.credentials.remove(tx, credential, rules.SomebodyElseWasFaster())
    return True


def _other_customers(contact: Contact, credential: Credential | None) -> list[str]:
    known = credential.customers if credential else []
    found = find_all_contacts(contact.tenant_id, contact.email, known)
    return [one.customer_id for one in found if one.customer_id != contact.customer_id]


def _keep_for_others(tx: Transaction, credential: Credential, contact: Contact, ending: list[str]) -> None:
    for session_id in ending:
        store.end(tx, session_id)
    left = {
        "sessions": [one for one in credential.sessions if one not in ending],
        "customers": [one for one in credential.customers if one != contact.customer_id],
        "last_customer_id": None if credential.last_customer_id == contact.customer_id else credential.last_customer_id,
    }
    store.credentials.save(tx, credential.model_copy(update=left), rules.SomebodyElseWasFaster())


def _links(credential: Credential) -> list[str | None]:
    way_back = credential.way_back.digest if credential.way_back else None
    return [credential.reset, credential.email_change, way_back]

"""An owner thinks better of it."""

from chalicelib.adapters.dynamodb import transaction
from chalicelib.audit.record import record_change
from chalicelib.contacts.find import find_contacts_by_id
from chalicelib.contacts.forget import mark_leaving
from chalicelib.core import clock
from chalicelib.core.deferred import raise_deferred
from chalicelib.core.identity import PortalUser
from chalicelib.erasures import rules, store
from chalicelib.erasures.find import find_own


def withdraw_erasure(user: PortalUser, erasure_id: str) -> None:
    """Nobody is to be forgotten; withdrawing twice is withdrawing once. Raises NotFound, AlreadyDecided."""
    one = find_own(user, erasure_id)
    user.must_be("owner")
    raise_deferred()
    if one.status == "withdrawn":
        return
    withdrawn = rules.withdraw(one, user, clock.stamp(clock.now()))
    contact = find_contacts_by_id([(one.partition, one.contact_id)]).get(one.contact_id)
    with transaction() as tx:
        if contact:
            mark_leaving(tx, contact, leaving=False)
        store.table.save(tx, withdrawn, rules.AlreadyDecided())
        record_change(tx, user, "erasure.withdrawn", one.contact_id)

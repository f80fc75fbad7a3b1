"""Staff do not forget a person, and say why."""

from chalicelib.adapters.dynamodb import transaction
from chalicelib.audit.record import record_change
from chalicelib.contacts.find import find_contacts_by_id
from chalicelib.contacts.forget import mark_leaving
from chalicelib.core import clock
from chalicelib.core.identity import StaffUser
from chalicelib.erasures import emails, rules, store
from chalicelib.erasures.find import find_for_staff
from chalicelib.erasures.schemas import ErasureRefusal, StaffErasureView
from chalicelib.erasures.tell import view_of_staff
from chalicelib.outbox.add import add_mail
from chalicelib.settings import settings


def refuse_erasure(user: StaffUser, erasure_id: str, request: ErasureRefusal) -> StaffErasureView:
    """The person and whoever asked get the reason by mail. Raises NotFound, AlreadyDecided."""
    one = find_for_staff(user, erasure_id)
    user.must_be("admin")
    refused = rules.refuse(one, user, request.reason, clock.stamp(clock.now()))
    people = find_contacts_by_id((one.partition, who) for who in dict.fromkeys((one.contact_id, one.requested_by)))
    contact = people.get(one.contact_id)
    with transaction() as tx:
        store.table.save(tx, refused, rules.AlreadyDecided())
        if contact:
            mark_leaving(tx, contact, leaving=False)
        record_change(tx, user, "erasure.refused", one.contact_id, customer_id=one.customer_id)
        for reader in people.values():
            sheet = emails.explain_refusal(user, reader, contact, refused, settings().site_of(user.tenant_id))
            add_mail(tx, user.merchant, sheet, one.customer_id)
    return view_of_staff(refused, contact)

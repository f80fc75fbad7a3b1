"""There is always an owner who can sign in, even when two owners leave at the same moment."""

from chalicelib.adapters.dynamodb import Transaction
from chalicelib.staff import store
from chalicelib.staff.entity import Staff
from chalicelib.staff.rules import LastOwner, is_owner_in_office


def keep_an_owner(tx: Transaction, before: Staff, after: Staff | None) -> None:
    """Ask that another owner stays while this one stops being one. Raises LastOwner, now or when ``tx`` is kept."""
    if not is_owner_in_office(before) or (after and is_owner_in_office(after)):
        return
    others = [owner for owner in store.get_owners(before.tenant_id) if owner.id != before.id]
    if not others:
        raise LastOwner
    store.table.unchanged(tx, others[0], LastOwner())

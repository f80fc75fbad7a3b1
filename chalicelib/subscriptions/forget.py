"""What a person said when cancelling goes with the person; the reason of the list stays."""

from chalicelib.adapters.dynamodb import transaction
from chalicelib.subscriptions import store
from chalicelib.subscriptions.walk import walk_subscriptions


def forget_words(pk: str, contact_id: str) -> None:
    """Doing so again changes nothing. Raises Conflict if a subscription changes meanwhile."""
    for one in walk_subscriptions(pk):
        if one.ending and one.ending.comment and one.ending.contact_id == contact_id:
            silent = one.ending.model_copy(update={"comment": ""})
            with transaction() as tx:
                store.table.save(tx, one.model_copy(update={"ending": silent}))

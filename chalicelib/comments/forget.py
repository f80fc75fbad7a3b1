"""What a person wrote goes with the person."""

from chalicelib.adapters.dynamodb import transaction
from chalicelib.comments import store
from chalicelib.comments.walk import walk_comments

_AT_ONCE = 50


def forget_comments(pk: str, contact_id: str) -> None:
    """Delete every comment of this person. Doing so again changes nothing."""
    theirs = [one for one in walk_comments(pk) if (one.author_kind, one.author_id) == ("client", contact_id)]
    for start in range(0, len(theirs), _AT_ONCE):
        with transaction() as tx:
            for one in theirs[start : start + _AT_ONCE]:
                store.table.remove(tx, one)

"""Every comment of a customer, for what goes through all of them."""

from collections.abc import Iterator

from chalicelib.comments import store
from chalicelib.comments.entity import Comment


def walk_comments(pk: str, after: str | None = None) -> Iterator[Comment]:
    """The customer's comments in the order of their keys, from behind the key ``after``."""
    return store.table.walk(pk, after)

"""Every review of a customer's people, for what goes through all of them."""

from collections.abc import Iterator

from chalicelib.reviews import store
from chalicelib.reviews.entity import Review


def walk_reviews(pk: str, after: str | None = None) -> Iterator[Review]:
    """The reviews of the customer's people in the order of the people's ids, from behind the id ``after``."""
    return store.table.walk(pk, after)

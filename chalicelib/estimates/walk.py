"""Every estimate of a customer, for what goes through all of them."""

from collections.abc import Iterator

from chalicelib.estimates import store
from chalicelib.estimates.entity import WholeEstimate


def walk_estimates(pk: str, after: str | None = None) -> Iterator[WholeEstimate]:
    """The customer's estimates and drafts with their revisions, in the order of their ids, from behind the id ``after``."""
    return store.walk_whole(pk, after)

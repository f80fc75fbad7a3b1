"""Every calendar feed of a customer's people, for what goes through all of them."""

from collections.abc import Iterator

from chalicelib.calendars import store
from chalicelib.calendars.entity import Feed


def walk_feeds(pk: str, after: str | None = None) -> Iterator[Feed]:
    """The feeds in the order of their people's ids, from behind the id ``after``."""
    return store.table.walk(pk, after)

"""Every project and every entry of a customer, for what goes through all of them."""

from collections.abc import Iterator

from chalicelib.projects import store
from chalicelib.projects.entity import Project, TimesheetEntry


def walk_projects(pk: str, after: str | None = None) -> Iterator[Project]:
    """The customer's projects in the order of their ids, from behind the id ``after``."""
    return store.projects.walk(pk, after)


def walk_entries(pk: str, after: str | None = None) -> Iterator[TimesheetEntry]:
    """The entries of all of them, likewise."""
    return store.entries.walk(pk, after)

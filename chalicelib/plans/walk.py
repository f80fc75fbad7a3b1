"""Every plan of a merchant, for what goes through all of them."""

from collections.abc import Iterator

from chalicelib.plans import store
from chalicelib.plans.entity import Plan


def walk_plans(tenant_id: str, after: str | None = None) -> Iterator[Plan]:
    """The merchant's plans in the order of their codes, from behind the code ``after``."""
    return store.table.walk(tenant_id, f"PLAN#{after}" if after else None, store.PlanRow.sk.startswith("PLAN#"))

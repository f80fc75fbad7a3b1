"""Staff look through their plans."""

from chalicelib.adapters import cursors
from chalicelib.core.identity import StaffUser
from chalicelib.core.page import Page
from chalicelib.plans import store
from chalicelib.plans.schemas import PlanQuery, PlanView


def browse_plans(user: StaffUser, query: PlanQuery) -> Page[PlanView]:
    """The merchant's plans, on sale or not, by code."""
    binding = (user.tenant_id, "", "plans")
    found, after = store.browse(user.tenant_id, query.limit, cursors.decode(query.cursor, *binding))
    return Page(items=[PlanView.of(plan) for plan in found], next_cursor=cursors.encode(after, *binding))

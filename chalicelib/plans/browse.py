"""Staff look through their plans."""

from chalicelib.core.identity import StaffUser
from chalicelib.core.page import Page
from chalicelib.plans import store
from chalicelib.plans.schemas import PlanView


def browse_plans(user: StaffUser) -> Page[PlanView]:
    """Every plan of the merchant, by code."""
    return Page(items=[PlanView.of(plan) for plan in store.browse(user.tenant_id)])

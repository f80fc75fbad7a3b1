"""Staff look at one plan."""

from chalicelib.core.identity import StaffUser
from chalicelib.plans.find import find_plan_by_id
from chalicelib.plans.schemas import PlanView


def show_plan(user: StaffUser, plan_id: str) -> PlanView:
    """One of the merchant's plans, by its id or its code. Raises NotFound."""
    return PlanView.of(find_plan_by_id(user.tenant_id, plan_id))

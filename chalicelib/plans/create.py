"""Staff begin to sell a plan."""

from chalicelib.adapters.dynamodb import transaction
from chalicelib.audit.record import record_change
from chalicelib.core import ids
from chalicelib.core.identity import StaffUser
from chalicelib.plans import rules, store
from chalicelib.plans.entity import Plan
from chalicelib.plans.schemas import NewPlan, PlanView


def create_plan(user: StaffUser, request: NewPlan) -> PlanView:
    """Keep a new plan. Raises PlanCodeTaken."""
    user.must_be("admin")
    values = {**request.model_dump(), "currency": request.currency or user.merchant.organization.currency}
    plan = Plan(tenant_id=user.tenant_id, id=ids.new_id("pln"), **values)
    with transaction() as tx:
        store.table.add(tx, plan, rules.PlanCodeTaken())
        record_change(tx, user, "plan.created", plan.id, changes={"code": plan.code})
    return PlanView.of(plan)

"""What somebody wants a subscription changed to, from the plan that is named and what stays."""

from chalicelib.core.errors import Invalid
from chalicelib.plans.find import find_plan
from chalicelib.subscriptions import rules
from chalicelib.subscriptions.entity import Agreed, Subscription
from chalicelib.subscriptions.schemas import ChangeRequest


def wanted_by(one: Subscription, request: ChangeRequest) -> Agreed:
    """Another plan at today's price; the plan that it has, or will have, at what was agreed. Raises Invalid for a plan that cannot
    take this one's place."""
    base = one.agreed if request.when == "now" else one.pending or one.agreed
    quantity = request.quantity or base.quantity
    if request.plan_code in (None, base.plan_code):
        return base.model_copy(update={"quantity": quantity})
    if request.plan_code == one.plan_code:
        return one.agreed.model_copy(update={"quantity": quantity})
    plan = find_plan(one.tenant_id, request.plan_code or "")
    if plan is None or not plan.active:
        raise Invalid([("plan_code", "There is no such plan on sale.")])
    if plan.currency != one.currency:
        raise Invalid([("plan_code", "This plan is in another currency.")])
    told = plan.model_dump(include={"amount", "tax_rate", "interval", "interval_count"})
    wanted = Agreed(plan_code=plan.code, plan_name=plan.name, quantity=quantity, **told)
    if not rules.check_pace(one, wanted, request.when):
        raise Invalid([("when", "A plan with terms of another length begins when this term is over.")])
    return wanted

"""Staff change a plan; what is subscribed already keeps what was agreed."""

from chalicelib.adapters.dynamodb import transaction
from chalicelib.audit.record import record_change
from chalicelib.core.identity import StaffUser
from chalicelib.plans import store
from chalicelib.plans.find import find_plan_by_id
from chalicelib.plans.schemas import PlanChange, PlanView


def update_plan(user: StaffUser, plan_id: str, change: PlanChange) -> PlanView:
    """Change any of a plan's details; ``active: false`` takes it off sale. Raises NotFound, Conflict."""
    plan = find_plan_by_id(user.tenant_id, plan_id)
    user.must_be("admin")
    given = {name: value for name, value in change.model_dump(exclude_unset=True).items() if value is not None}
    changed = plan.model_copy(update=given)
    if given:
        with transaction() as tx:
            store.table.save(tx, changed)
            record_change(tx, user, "plan.updated", plan.id, changes={"fields": ", ".join(sorted(given))})
    return PlanView.of(changed)

"""A stranger looks at a plan before subscribing."""

from chalicelib.adapters.limits import limit_lookups
from chalicelib.checkouts.schemas import OfferedPlan
from chalicelib.core.errors import NotFound
from chalicelib.core.identity import Caller
from chalicelib.plans.find import find_plan
from chalicelib.tenants.find import find_by_portal_name


def show_offered_plan(caller: Caller, portal: str, plan_code: str) -> OfferedPlan:
    """A plan that is on sale. Raises NotFound for any other, and for a portal that is switched off."""
    limit_lookups(caller.address)
    merchant = find_by_portal_name(portal).merchant
    plan = find_plan(merchant.tenant_id, plan_code) if merchant.portal.enabled else None
    if plan is None or not plan.active:
        raise NotFound
    return OfferedPlan.of(plan)

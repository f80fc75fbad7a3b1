"""Finding plans, for other slices."""

from chalicelib.core.errors import NotFound
from chalicelib.plans import store
from chalicelib.plans.entity import Plan


def find_plan(tenant_id: str, code: str) -> Plan | None:
    """The plan of this code, on sale or not, or None."""
    return store.get(tenant_id, code)


def find_plan_by_id(tenant_id: str, plan_id: str) -> Plan:
    """The plan by its id; its code is as good. Raises NotFound.

    Plans lie under their codes, and a merchant has tens of them: looking through all is one request.
    """
    for plan in store.query(tenant_id):
        if plan_id in (plan.id, plan.code):
            return plan
    raise NotFound

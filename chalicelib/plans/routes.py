"""Routes of plans."""

from chalicelib.entrypoints.router import Router
from chalicelib.plans.browse import browse_plans
from chalicelib.plans.create import create_plan
from chalicelib.plans.show import show_plan
from chalicelib.plans.update import update_plan

router = Router(__name__)
router.get("/merchant/plans", browse_plans)
router.post("/merchant/plans", create_plan, status=201)
router.get("/merchant/plans/{plan_id}", show_plan)
router.patch("/merchant/plans/{plan_id}", update_plan)

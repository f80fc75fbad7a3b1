"""Routes of plans."""

from chalicelib.entrypoints.router import Router
from chalicelib.plans.browse import browse_plans

router = Router(__name__)
router.get("/merchant/plans", browse_plans)

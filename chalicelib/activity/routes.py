"""Routes of activity."""

from chalicelib.activity.browse import browse_activity
from chalicelib.activity.browse_audit import browse_audit
from chalicelib.entrypoints.router import Router

router = Router(__name__)
router.get("/portal/activity", browse_activity)
router.get("/merchant/audit", browse_audit)

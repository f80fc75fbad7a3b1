"""Routes of the dashboard."""

from chalicelib.dashboard.show import show_dashboard
from chalicelib.dashboard.show_overview import show_overview
from chalicelib.entrypoints.router import Router

router = Router(__name__)
router.get("/portal/dashboard", show_dashboard)
router.get("/merchant/overview", show_overview)

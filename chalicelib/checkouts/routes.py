"""Routes of the hosted payment page, and the gateway's events."""

from chalicelib.checkouts.handle_gateway_event import handle_gateway_event
from chalicelib.checkouts.open import open_checkout
from chalicelib.checkouts.show import show_checkout
from chalicelib.checkouts.show_plan import show_offered_plan
from chalicelib.entrypoints.router import Router

router = Router(__name__)
router.get("/portals/{portal}/plans/{plan_code}", show_offered_plan, public=True)
router.post("/portals/{portal}/checkouts", open_checkout, status=201, public=True)
router.get("/portals/{portal}/checkouts/{checkout_id}", show_checkout, public=True)
router.post("/webhooks/stripe/{tenant_id}", handle_gateway_event, public=True)

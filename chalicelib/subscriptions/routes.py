"""Routes of subscriptions."""

from chalicelib.entrypoints.router import Router
from chalicelib.subscriptions.browse import browse_subscriptions
from chalicelib.subscriptions.browse_for_staff import browse_subscriptions_for_staff
from chalicelib.subscriptions.cancel import cancel_subscription
from chalicelib.subscriptions.cancel_for_customer import cancel_for_customer, undo_for_customer
from chalicelib.subscriptions.change import change_subscription
from chalicelib.subscriptions.pause import pause_subscription
from chalicelib.subscriptions.preview_cancellation import preview_cancellation
from chalicelib.subscriptions.preview_change import preview_change
from chalicelib.subscriptions.resume import resume_subscription
from chalicelib.subscriptions.show import show_subscription
from chalicelib.subscriptions.show_to_staff import show_subscription_to_staff
from chalicelib.subscriptions.start import start_subscription
from chalicelib.subscriptions.undo_cancel import undo_cancellation
from chalicelib.subscriptions.update import update_subscription

router = Router(__name__)
router.get("/portal/subscriptions", browse_subscriptions)
router.get("/portal/subscriptions/{subscription_id}", show_subscription)
router.get("/portal/subscriptions/{subscription_id}/cancellation-preview", preview_cancellation)
router.post("/portal/subscriptions/{subscription_id}/cancellation", cancel_subscription)
router.delete("/portal/subscriptions/{subscription_id}/cancellation", undo_cancellation)
router.get("/merchant/subscriptions", browse_subscriptions_for_staff)
router.post("/merchant/subscriptions", start_subscription, status=201)
router.get("/merchant/subscriptions/{subscription_id}", show_subscription_to_staff)
router.patch("/merchant/subscriptions/{subscription_id}", update_subscription)
router.post("/merchant/subscriptions/{subscription_id}/pause", pause_subscription)
router.post("/merchant/subscriptions/{subscription_id}/resumption", resume_subscription)
router.post("/merchant/subscriptions/{subscription_id}/change-preview", preview_change)
router.post("/merchant/subscriptions/{subscription_id}/change", change_subscription)
router.post("/merchant/subscriptions/{subscription_id}/cancellation", cancel_for_customer)
router.delete("/merchant/subscriptions/{subscription_id}/cancellation", undo_for_customer)

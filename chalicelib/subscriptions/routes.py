"""Routes of subscriptions."""

from chalicelib.entrypoints.router import Router
from chalicelib.subscriptions.browse import browse_subscriptions
from chalicelib.subscriptions.show import show_subscription

router = Router(__name__)
router.get("/portal/subscriptions", browse_subscriptions)
router.get("/portal/subscriptions/{subscription_id}", show_subscription)

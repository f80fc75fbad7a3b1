"""Routes of payment methods."""

from chalicelib.entrypoints.router import Router
from chalicelib.payment_methods.browse import browse_payment_methods

router = Router(__name__)
router.get("/portal/payment-methods", browse_payment_methods)

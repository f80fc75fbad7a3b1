"""Routes of saved methods that are added or replaced."""

from chalicelib.entrypoints.router import Router
from chalicelib.setups.open import add_payment_method, replace_payment_method
from chalicelib.setups.show import show_setup

router = Router(__name__)
router.post("/portal/payment-methods", add_payment_method, status=201)
router.post("/portal/payment-methods/{payment_method_id}/replacement", replace_payment_method, status=201)
router.get("/portal/payment-method-setups/{setup_id}", show_setup)

"""Routes of comments."""

from chalicelib.comments import add, browse
from chalicelib.entrypoints.router import Router

router = Router(__name__)
router.get("/portal/estimates/{estimate_id}/comments", browse.browse_comments_of_estimate)
router.post("/portal/estimates/{estimate_id}/comments", add.comment_on_estimate, status=201)
router.get("/portal/invoices/{invoice_id}/comments", browse.browse_comments_of_invoice)
router.post("/portal/invoices/{invoice_id}/comments", add.comment_on_invoice, status=201)
router.get("/portal/subscriptions/{subscription_id}/comments", browse.browse_comments_of_subscription)
router.post("/portal/subscriptions/{subscription_id}/comments", add.comment_on_subscription, status=201)
router.get("/merchant/estimates/{estimate_id}/comments", browse.browse_staff_comments_of_estimate)
router.post("/merchant/estimates/{estimate_id}/comments", add.answer_on_estimate, status=201)
router.get("/merchant/invoices/{invoice_id}/comments", browse.browse_staff_comments_of_invoice)
router.post("/merchant/invoices/{invoice_id}/comments", add.answer_on_invoice, status=201)
router.get("/merchant/subscriptions/{subscription_id}/comments", browse.browse_staff_comments_of_subscription)
router.post("/merchant/subscriptions/{subscription_id}/comments", add.answer_on_subscription, status=201)

"""Routes of estimates."""

from chalicelib.entrypoints.router import Router
from chalicelib.estimates.answer import accept_estimate, decline_estimate
from chalicelib.estimates.browse import browse_estimates
from chalicelib.estimates.browse_for_staff import browse_estimates_for_staff
from chalicelib.estimates.create import create_estimate
from chalicelib.estimates.download import download_estimate, download_estimate_for_staff
from chalicelib.estimates.download_certificate import download_certificate, download_certificate_for_staff
from chalicelib.estimates.invoice import invoice_estimate
from chalicelib.estimates.revise import revise_estimate
from chalicelib.estimates.send import send_estimate
from chalicelib.estimates.show import show_estimate
from chalicelib.estimates.show_certificate import show_certificate, show_certificate_to_staff
from chalicelib.estimates.show_to_staff import show_estimate_to_staff
from chalicelib.estimates.update import update_estimate
from chalicelib.estimates.view import view_estimate

router = Router(__name__)
router.get("/portal/estimates", browse_estimates)
router.get("/portal/estimates/{estimate_id}", show_estimate)
router.post("/portal/estimates/{estimate_id}/views", view_estimate)
router.post("/portal/estimates/{estimate_id}/acceptance", accept_estimate)
router.post("/portal/estimates/{estimate_id}/decline", decline_estimate)
router.get("/portal/estimates/{estimate_id}/certificate", show_certificate)
router.get("/portal/estimates/{estimate_id}/certificate/pdf", download_certificate, also=(202,))
router.get("/portal/estimates/{estimate_id}/pdf", download_estimate, also=(202,))
router.get("/merchant/estimates", browse_estimates_for_staff)
router.post("/merchant/estimates", create_estimate, status=201)
router.get("/merchant/estimates/{estimate_id}", show_estimate_to_staff)
router.patch("/merchant/estimates/{estimate_id}", update_estimate)
router.post("/merchant/estimates/{estimate_id}/sending", send_estimate)
router.post("/merchant/estimates/{estimate_id}/revision", revise_estimate)
router.post("/merchant/estimates/{estimate_id}/invoice", invoice_estimate, status=201)
router.get("/merchant/estimates/{estimate_id}/certificate", show_certificate_to_staff)
router.get("/merchant/estimates/{estimate_id}/certificate/pdf", download_certificate_for_staff, also=(202,))
router.get("/merchant/estimates/{estimate_id}/pdf", download_estimate_for_staff, also=(202,))

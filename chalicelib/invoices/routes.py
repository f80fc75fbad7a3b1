"""Routes of invoices."""

from chalicelib.entrypoints.router import Router
from chalicelib.invoices.browse import browse_invoices
from chalicelib.invoices.browse_for_staff import browse_invoices_for_staff
from chalicelib.invoices.create import create_invoice
from chalicelib.invoices.download import download_invoice
from chalicelib.invoices.download_for_staff import download_invoice_for_staff
from chalicelib.invoices.download_xml import download_invoice_xml
from chalicelib.invoices.forward import forward_invoice
from chalicelib.invoices.send import send_invoice
from chalicelib.invoices.show import show_invoice
from chalicelib.invoices.show_proof import show_invoice_proof
from chalicelib.invoices.show_to_staff import show_invoice_to_staff
from chalicelib.invoices.update import update_invoice
from chalicelib.invoices.view import view_invoice

router = Router(__name__)
router.get("/portal/invoices", browse_invoices)
router.get("/portal/invoices/{invoice_id}", show_invoice)
router.get("/portal/invoices/{invoice_id}/pdf", download_invoice, also=(202,))
router.get("/portal/invoices/{invoice_id}/xml", download_invoice_xml)
router.post("/portal/invoices/{invoice_id}/views", view_invoice)
router.post("/portal/invoices/{invoice_id}/forwards", forward_invoice, status=202)
router.get("/merchant/invoices", browse_invoices_for_staff)
router.post("/merchant/invoices", create_invoice, status=201)
router.get("/merchant/invoices/{invoice_id}", show_invoice_to_staff)
router.patch("/merchant/invoices/{invoice_id}", update_invoice)
router.post("/merchant/invoices/{invoice_id}/sending", send_invoice)
router.get("/merchant/invoices/{invoice_id}/pdf", download_invoice_for_staff, also=(202,))
router.get("/portals/{portal}/verifications/{code}", show_invoice_proof, public=True)

"""Routes of payments."""

from chalicelib.entrypoints.router import Router
from chalicelib.payments.apply_credit import apply_credit
from chalicelib.payments.browse import browse_payments
from chalicelib.payments.browse_for_staff import browse_payments_for_staff
from chalicelib.payments.pay_invoice import pay_invoice
from chalicelib.payments.pay_invoices import pay_invoices
from chalicelib.payments.record_offline import record_offline_payment
from chalicelib.payments.refund_invoice import refund_invoice
from chalicelib.payments.show import show_payment
from chalicelib.payments.show_attempt import show_payment_attempt
from chalicelib.payments.show_receipt import show_payment_receipt
from chalicelib.payments.void_invoice import void_invoice
from chalicelib.payments.write_off import write_off_invoice

router = Router(__name__)
router.post("/portal/invoices/{invoice_id}/payments", pay_invoice, status=201, money=True, also=(202,))
router.post("/portal/payments", pay_invoices, status=201, money=True, also=(202,))
router.get("/portal/payment-attempts/{attempt_id}", show_payment_attempt)
router.get("/portal/payments", browse_payments)
router.get("/portal/payments/{payment_id}", show_payment)
router.get("/portal/payments/{payment_id}/receipt", show_payment_receipt, also=(202,))
router.get("/merchant/payments", browse_payments_for_staff)
router.post("/merchant/invoices/{invoice_id}/payments", record_offline_payment, status=201, money=True)
router.post("/merchant/invoices/{invoice_id}/voiding", void_invoice)
router.post("/merchant/invoices/{invoice_id}/credits", apply_credit, status=201, money=True)
router.post("/merchant/invoices/{invoice_id}/refunds", refund_invoice, status=201, money=True)
router.post("/merchant/invoices/{invoice_id}/write-off", write_off_invoice)

"""Routes of erasure requests."""

from chalicelib.entrypoints.router import Router
from chalicelib.erasures.begin import begin_erasure
from chalicelib.erasures.browse import browse_erasures, browse_erasures_for_staff, show_erasure
from chalicelib.erasures.refuse import refuse_erasure
from chalicelib.erasures.request import request_erasure, request_erasure_for_client
from chalicelib.erasures.withdraw import withdraw_erasure

router = Router(__name__)
router.get("/portal/erasure-requests", browse_erasures)
router.post("/portal/erasure-requests", request_erasure, status=202)
router.delete("/portal/erasure-requests/{erasure_id}", withdraw_erasure)
router.get("/merchant/erasure-requests", browse_erasures_for_staff)
router.post(
    "/merchant/customers/{customer_id}/contacts/{contact_id}/erasure-request", request_erasure_for_client, status=202
)
router.get("/merchant/erasure-requests/{erasure_id}", show_erasure)
router.post("/merchant/erasure-requests/{erasure_id}/erasure", begin_erasure, status=202)
router.post("/merchant/erasure-requests/{erasure_id}/refusal", refuse_erasure)

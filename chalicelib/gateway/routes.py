"""Routes of the merchant's account at the gateway."""

from chalicelib.entrypoints.router import Router
from chalicelib.gateway.connect import connect_gateway
from chalicelib.gateway.show import show_gateway

router = Router(__name__)
router.get("/merchant/gateway", show_gateway)
router.put("/merchant/gateway", connect_gateway)

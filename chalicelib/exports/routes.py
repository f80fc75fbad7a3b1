"""Routes of exports."""

from chalicelib.entrypoints.router import Router
from chalicelib.exports.create import create_export
from chalicelib.exports.show import show_export

router = Router(__name__)
router.post("/merchant/exports", create_export, status=202)
router.get("/merchant/exports/{export_id}", show_export)

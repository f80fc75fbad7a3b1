"""Routes of exports."""

from chalicelib.entrypoints.router import Router
from chalicelib.exports.create import create_export
from chalicelib.exports.create_own import create_own_export
from chalicelib.exports.create_pack import create_pack
from chalicelib.exports.show import show_export
from chalicelib.exports.show_own import show_own_export
from chalicelib.exports.show_pack import show_pack

router = Router(__name__)
router.post("/merchant/exports", create_export, status=202)
router.get("/merchant/exports/{export_id}", show_export)
router.post("/portal/exports", create_own_export, status=202)
router.get("/portal/exports/{export_id}", show_own_export)
router.post("/portal/packs", create_pack, status=202)
router.get("/portal/packs/{pack_id}", show_pack)

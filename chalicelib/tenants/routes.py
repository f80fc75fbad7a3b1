"""Routes of tenants."""

from chalicelib.entrypoints.router import Router
from chalicelib.tenants.remove_logo import remove_logo
from chalicelib.tenants.show_face import show_portal_face
from chalicelib.tenants.show_merchant import show_merchant
from chalicelib.tenants.show_organization import show_organization
from chalicelib.tenants.show_portal_settings import show_portal_settings
from chalicelib.tenants.switch_portal import disable_portal, enable_portal
from chalicelib.tenants.update_organization import update_organization
from chalicelib.tenants.update_portal_settings import update_portal_settings
from chalicelib.tenants.upload_logo import upload_logo

router = Router(__name__)
router.get("/portals/{portal}", show_portal_face, public=True, also=(308,))
router.get("/portal/merchant", show_merchant)
router.get("/merchant/organization", show_organization)
router.patch("/merchant/organization", update_organization)
router.post("/merchant/organization/logo", upload_logo)
router.delete("/merchant/organization/logo", remove_logo)
router.put("/merchant/portal", enable_portal)
router.delete("/merchant/portal", disable_portal)
router.get("/merchant/portal-settings", show_portal_settings)
router.patch("/merchant/portal-settings", update_portal_settings)

"""Routes of staff."""

from chalicelib.entrypoints.router import Router
from chalicelib.staff.browse import browse_staff
from chalicelib.staff.create import create_staff
from chalicelib.staff.invite import invite_staff
from chalicelib.staff.remove import remove_staff
from chalicelib.staff.update import update_staff

router = Router(__name__)
router.get("/merchant/staff", browse_staff)
router.post("/merchant/staff", create_staff, status=201)
router.patch("/merchant/staff/{staff_id}", update_staff)
router.delete("/merchant/staff/{staff_id}", remove_staff)
router.post("/merchant/staff/{staff_id}/invitation", invite_staff, status=202)

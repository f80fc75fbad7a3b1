"""Routes of the calendar feed."""

from chalicelib.calendars.manage import make_calendar, revoke_calendar, show_calendar
from chalicelib.calendars.show import show_feed
from chalicelib.entrypoints.router import Router

router = Router(__name__)
router.get("/portal/me/calendar", show_calendar)
router.post("/portal/me/calendar", make_calendar, status=201)
router.delete("/portal/me/calendar", revoke_calendar)
router.get("/calendars/{token}", show_feed, public=True, also=(304,))

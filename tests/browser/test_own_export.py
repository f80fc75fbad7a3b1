"""Everything of the company: an owner asks for it by keyboard, sees it being made, and takes it."""

import re

from playwright.sync_api import expect

from tests.browser.canned import GRANT, USER, Answer, own_export
from tests.browser.looks import look_at
from tests.browser.stage import Stage

ROUTE = "GET /portal/exports/own_1"


def test_an_owner_asks_for_it_watches_and_takes_it_without_a_mouse(stage: Stage) -> None:
    waiting = [Answer(200, own_export("queued", progress=0)), Answer(200, own_export("running"))]
    stage.api.overrides[ROUTE] = [*waiting, Answer(200, own_export("ready"))]
    stage.signed_in("/acme/account")
    stage.page.get_by_role("link", name="Take your data").press("Enter")
    expect(stage.page.get_by_role("heading", level=1, name="Your company's data")).to_be_focused()
    stage.page.get_by_role("button", name="Prepare the file").press("Enter")
    expect(stage.page.get_by_role("progressbar", name="Your file")).to_be_visible()
    expect(stage.page.get_by_text("a mail tells you when it is ready")).to_be_visible()
    look_at(stage, "export-made")
    expect(stage.page).to_have_url(re.compile("export=own_1"))
    with stage.page.expect_download():
        stage.page.get_by_role("button", name="Download the file").press("Enter")


def test_who_is_no_owner_is_offered_none(stage: Stage) -> None:
    stage.api.overrides["POST /portals/acme/sessions/refresh"] = Answer(
        200, {**GRANT, "user": {**USER, "role": "billing"}}
    )
    stage.signed_in("/acme/account")
    expect(stage.page.get_by_text("Safari on iPhone")).to_be_visible()
    expect(stage.page.get_by_text("Your company's data")).to_have_count(0)

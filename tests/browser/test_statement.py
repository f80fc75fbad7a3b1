"""The statement: its range, its downloads, and the file for the accountant."""

import re

from playwright.sync_api import expect

from tests.browser.canned import Answer, pack
from tests.browser.looks import look_at
from tests.browser.stage import Stage

PATH = "/acme/statement?from=2025-01-01&to=2025-03-03"


def test_the_file_for_the_accountant_is_asked_for_watched_and_taken(stage: Stage) -> None:
    route = "GET /portal/packs/pak_1"
    waiting = [Answer(200, pack("queued", progress=0)), Answer(200, pack("running"))]
    stage.api.overrides[route] = [*waiting, Answer(200, pack("ready"))]
    stage.signed_in(PATH)
    stage.page.get_by_role("button", name="Prepare the file").click()
    expect(stage.page.get_by_role("progressbar", name="For your accountant")).to_be_visible()
    expect(stage.page.get_by_text("a mail tells you when it is ready")).to_be_visible()
    assert stage.calls("POST /portal/packs")[0][0] == {"from": "2025-01-01", "to": "2025-03-03"}
    look_at(stage, "pack-made")
    expect(stage.page).to_have_url(re.compile("pack=pak_1"))
    expect(stage.page.get_by_text("It is ready, and is kept until")).to_be_visible()
    look_at(stage, "pack-ready")
    with stage.page.expect_download():
        stage.page.get_by_role("button", name="Download the file").click()


def test_a_refusal_and_a_failure_are_told_and_the_file_can_be_asked_for_again(stage: Stage) -> None:
    stage.api.overrides["GET /portal/packs/pak_1"] = Answer(200, pack("failed"))
    stage.signed_in("/acme/statement?pack=pak_1")
    expect(stage.page).to_have_url(re.compile("from=2025-01-01&to=2025-03-03"))
    expect(stage.page.get_by_text("It could not be made.")).to_be_visible()
    expect(stage.page.get_by_role("button", name="Prepare the file")).to_be_enabled()


def test_the_days_that_are_chosen_are_those_that_are_downloaded(stage: Stage) -> None:
    stage.signed_in("/acme/statement")
    stage.page.get_by_label("From").fill("2025-02-01")
    stage.page.get_by_label("To").fill("2025-02-28")
    expect(stage.page).to_have_url(re.compile(r"from=2025-02-01&to=2025-02-28"))
    with stage.page.expect_download() as saved:
        stage.page.get_by_role("button", name="Download CSV").click()
    assert saved.value.suggested_filename.startswith("statement-")
    stage.page.get_by_role("button", name="Download PDF").click()
    asked = [url for url in stage.requested if "/portal/statement/" in url]
    assert [url.partition("/portal/statement/")[2] for url in asked][:2] == [
        "csv?from=2025-02-01&to=2025-02-28",
        "pdf?from=2025-02-01&to=2025-02-28",
    ]

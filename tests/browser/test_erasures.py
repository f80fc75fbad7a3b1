"""An owner asks for an erasure and thinks better of it; staff carry one out, refuse one, and enter one."""

from playwright.sync_api import expect

from tests.browser.canned import ERASURE, GRANT, USER, Answer
from tests.browser.canned_console import ANSWERS, ASKED
from tests.browser.stage import Stage


def sent(stage: Stage, route: str) -> list[object]:
    return [body for asked, body, _ in stage.api.sent if asked == route]


def test_an_owner_asks_for_it_and_withdraws(stage: Stage) -> None:
    stage.signed_in("/acme/account")
    section = stage.page.locator("section", has_text="Erase personal data")
    expect(section.get_by_text("Before that, somebody else of you must be an owner.")).to_be_visible()
    section.get_by_role("button", name="Ask for erasure").click()
    dialog = stage.page.get_by_role("dialog")
    dialog.get_by_label("Whose data").select_option("Charles Babbage")
    dialog.get_by_role("button", name="Ask for erasure").click()
    expect(section.get_by_text("The merchant has your request.")).to_be_visible()
    assert sent(stage, "POST /portal/erasure-requests") == [{"colleague_id": "con_2"}]
    section.get_by_role("button", name="Withdraw: Charles Babbage").press("Enter")
    expect(section.get_by_role("button", name="Withdraw: Charles Babbage")).to_be_enabled()
    assert len(sent(stage, "DELETE /portal/erasure-requests/era_1")) == 1


def test_who_is_no_owner_is_told_whom_to_ask(stage: Stage) -> None:
    stage.api.overrides["POST /portals/acme/sessions/refresh"] = Answer(
        200, {**GRANT, "user": {**USER, "role": "viewer"}}
    )
    stage.signed_in("/acme/account")
    expect(stage.page.get_by_text("An owner of yours can ask for your data to be erased.")).to_be_visible()
    assert not sent(stage, "GET /portal/erasure-requests")


def test_staff_carry_it_out_after_one_more_question(stage: Stage) -> None:
    stage.api.overrides.update(ANSWERS)
    stage.api.overrides["GET /merchant/erasure-requests/era_1"] = Answer(200, {**ASKED, "obstacles": []})
    stage.page.context.add_init_script("localStorage.setItem('session:merchant', '1')")
    stage.open("/merchant/erasures")
    stage.page.get_by_role("link", name="Charles Babbage").click()
    stage.page.get_by_role("button", name="Erase data").click()
    dialog = stage.page.get_by_role("dialog", name="Erase the data of Charles Babbage?")
    dialog.get_by_role("button", name="Erase data").click()
    expect(dialog).to_have_count(0)
    assert len(sent(stage, "POST /merchant/erasure-requests/era_1/erasure")) == 1


def test_what_stands_in_the_way_is_said_and_it_is_refused_with_a_reason(stage: Stage) -> None:
    stage.api.overrides.update(ANSWERS)
    stage.page.context.add_init_script("localStorage.setItem('session:merchant', '1')")
    stage.open("/merchant/erasures/era_1")
    expect(stage.page.get_by_text("none of them is an owner")).to_be_visible()
    expect(stage.page.get_by_role("button", name="Erase data")).to_be_disabled()
    stage.page.get_by_role("button", name="Refuse").click()
    stage.page.get_by_label("Reason").fill("Owed.")
    stage.page.get_by_role("dialog").get_by_role("button", name="Refuse").click()
    expect(stage.page.get_by_role("dialog")).to_have_count(0)
    assert sent(stage, "POST /merchant/erasure-requests/era_1/refusal") == [{"reason": "Owed."}]
    assert ERASURE["status"] == "open"


def test_what_was_asked_by_letter_is_entered_at_the_contact(stage: Stage) -> None:
    stage.api.overrides.update(ANSWERS)
    stage.page.context.add_init_script("localStorage.setItem('session:merchant', '1')")
    stage.open("/merchant/customers/cus_1")
    stage.page.get_by_role("button", name="More Ada Lovelace").click()
    stage.page.get_by_role("button", name="Erase data", exact=True).click()
    stage.page.get_by_role("dialog").get_by_role("button", name="Go on").click()
    stage.page.wait_for_url("**/merchant/erasures/era_1")
    assert len(sent(stage, "POST /merchant/customers/cus_1/contacts/con_1/erasure-request")) == 1

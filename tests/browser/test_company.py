"""A client's owner keeps the company's details up to date on the site."""

from playwright.sync_api import expect

from tests.browser.canned import COMPANY, DASHBOARD, GRANT, USER, Answer, problem
from tests.browser.looks import look_at
from tests.browser.stage import Stage

PAGE = "/acme/account/company"
CHANGE = "PATCH /portal/company"


def bodies(stage: Stage) -> list[object]:
    return [body for route, body, _ in stage.api.sent if route == CHANGE]


def test_the_account_leads_there_and_what_is_typed_is_sent(stage: Stage) -> None:
    stage.signed_in("/acme/account")
    stage.page.get_by_role("link", name="Change company details").click()
    expect(stage.page.get_by_role("heading", level=1, name="Company details")).to_be_focused()
    stage.page.get_by_label("Tax number").fill("GB123456789")
    stage.page.get_by_label("Deliver to another address").check()
    streets = stage.page.get_by_label("Street and number")
    expect(streets).to_have_count(2)
    streets.last.fill("Dock 4")
    stage.page.get_by_role("button", name="Save").press("Enter")
    expect(stage.page.get_by_role("status").filter(has_text="Saved.")).to_be_visible()
    [body] = bodies(stage)
    assert isinstance(body, dict)
    assert (body["tax_id"], body["shipping_address"]["line1"]) == ("GB123456789", "Dock 4")
    assert body["billing_address"] == COMPANY["billing_address"]


def test_a_refused_tax_number_is_named_at_its_field_and_nothing_typed_is_lost(stage: Stage) -> None:
    sentence = "Please enter a tax number, such as DE136695976."
    stage.api.overrides[CHANGE] = problem(
        422, "invalid_fields", "Some fields need your attention.", [("tax_id", sentence)]
    )
    stage.signed_in(PAGE)
    stage.page.get_by_label("Tax number").fill("DE1")
    stage.page.get_by_role("button", name="Save").click()
    expect(stage.page.get_by_text(sentence)).to_be_visible()
    expect(stage.page.get_by_label("Tax number")).to_be_focused()
    expect(stage.page.get_by_label("Tax number")).to_have_value("DE1")


def test_who_may_not_change_it_is_not_led_there(stage: Stage) -> None:
    features = {**DASHBOARD["features"], "company_edit": False}
    stage.api.overrides["GET /portal/dashboard"] = Answer(200, {**DASHBOARD, "features": features})
    stage.signed_in("/acme/account")
    expect(stage.page.get_by_text("Safari on iPhone")).to_be_visible()
    expect(stage.page.get_by_role("link", name="Change company details")).to_have_count(0)


def test_a_german_reader_sees_it_in_german(stage: Stage) -> None:
    user = {**USER, "language": "de"}
    stage.api.overrides["POST /portals/acme/sessions/refresh"] = Answer(200, {**GRANT, "user": user})
    stage.signed_in(PAGE)
    expect(stage.page.get_by_role("heading", level=1, name="Firmendaten")).to_be_visible()
    expect(stage.page.get_by_label("Steuernummer")).to_be_visible()
    look_at(stage, "company-de")

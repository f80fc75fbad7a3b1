"""Cancelling a subscription on the site: what happens then is said before, and it can be taken back."""

from playwright.sync_api import expect

from tests.browser.canned import CANCELLATION, ENDING, GRANT, SUBSCRIPTION, USER, Answer, day, problem
from tests.browser.conftest import NewStage
from tests.browser.looks import look_at
from tests.browser.stage import Stage

PAGE = "GET /portal/subscriptions/sub_1"
CANCEL = "POST /portal/subscriptions/sub_1/cancellation"
UNDO = "DELETE /portal/subscriptions/sub_1/cancellation"


def opened(stage: Stage) -> None:
    stage.signed_in("/acme/subscriptions/sub_1")
    expect(stage.page.get_by_role("heading", level=1, name="Robot care × 3")).to_be_visible()


def test_the_page_says_price_term_card_invoices_and_history(stage: Stage) -> None:
    opened(stage)
    page = stage.page.locator("main")
    for words in (
        "€599.00 a month",
        "3, together €1,797.00",
        "Visa ending in 4242",
        "Cancellation taken back",
        "Your side",
    ):
        expect(page).to_contain_text(words)
    expect(page.get_by_role("link", name="2025-0041")).to_be_visible()


def test_cancelling_says_what_happens_asks_why_and_can_be_done_by_keyboard(stage: Stage) -> None:
    opened(stage)
    stage.page.get_by_role("button", name="Cancel subscription").focus()
    stage.page.keyboard.press("Enter")
    dialog = stage.page.get_by_role("dialog")
    expect(dialog.get_by_role("radio", name="At the end of this term")).to_be_checked()
    expect(dialog).to_contain_text("and pay nothing more for it")
    expect(dialog).to_contain_text("What you paid for this term is not given back.")
    look_at(stage, "cancel-subscription")
    dialog.get_by_role("button", name="Cancel subscription").click()
    expect(dialog.get_by_label("Why?")).to_be_focused()
    assert stage.calls(CANCEL) == []
    dialog.get_by_label("Why?").select_option("It costs too much")
    dialog.get_by_label("What could we have done better?").fill("Half of it")
    stage.api.overrides[PAGE] = Answer(200, ENDING)
    dialog.get_by_role("button", name="Cancel subscription").press("Enter")
    expect(dialog).to_have_count(0)
    expect(stage.page.get_by_role("status").filter(has_text="It is cancelled, and ends on")).to_be_visible()
    expect(stage.page.get_by_text("Ends soon")).to_be_visible()
    ((sent, _),) = stage.calls(CANCEL)
    assert sent == {"when": "end_of_term", "reason": "too_expensive", "comment": "Half of it"}
    look_at(stage, "subscription-ending")


def test_now_is_another_choice_and_a_refusal_stays_in_the_dialog(stage: Stage) -> None:
    opened(stage)
    refused = problem(409, "subscription_ended", "This subscription has ended.")
    stage.api.overrides[CANCEL] = [refused, Answer(200, {**ENDING, "status": "cancelled", "cancel_at": day(0)})]
    stage.page.get_by_role("button", name="Cancel subscription").click()
    dialog = stage.page.get_by_role("dialog")
    dialog.get_by_role("radio", name="Today").check()
    dialog.get_by_label("Why?").select_option("Another reason")
    dialog.get_by_role("button", name="Cancel subscription").click()
    expect(dialog.get_by_role("alert")).to_contain_text("This subscription has ended.")
    dialog.get_by_role("button", name="Cancel subscription").click()
    expect(dialog).to_have_count(0)
    assert [sent["when"] for sent, _ in stage.calls(CANCEL)] == ["now", "now"]


def test_what_ends_later_can_be_kept(stage: Stage) -> None:
    stage.api.overrides[PAGE] = [Answer(200, ENDING), Answer(200, SUBSCRIPTION)]
    opened(stage)
    stage.page.get_by_role("button", name="Keep subscription").click()
    expect(stage.page.get_by_role("status").filter(has_text="You keep it. It renews on")).to_be_visible()
    expect(stage.page.get_by_role("button", name="Keep subscription")).to_have_count(0)
    assert len(stage.calls(UNDO)) == 1


def test_who_may_not_cancel_is_offered_nothing(stage: Stage) -> None:
    stage.api.overrides[PAGE] = Answer(200, {**SUBSCRIPTION, "actions": []})
    opened(stage)
    expect(stage.page.get_by_role("button", name="Cancel subscription")).to_have_count(0)


def test_germans_cancel_in_german(new_stage: NewStage) -> None:
    stage = new_stage(locale="de-DE")
    only = {**CANCELLATION, "options": [{**CANCELLATION["options"][1], "credit": 5000}]}
    german = {**GRANT, "user": {**USER, "language": "de"}}
    stage.api.overrides["POST /portals/acme/sessions/refresh"] = Answer(200, german)
    stage.api.overrides["GET /portal/subscriptions/sub_1/cancellation-preview"] = Answer(200, only)
    opened(stage)
    stage.page.get_by_role("button", name="Abonnement kündigen").click()
    dialog = stage.page.get_by_role("dialog")
    expect(dialog).to_contain_text("50,00 € von dem, was Sie bezahlt haben, werden Guthaben.")
    expect(dialog.get_by_label("Warum?")).to_be_visible()
    look_at(stage, "cancel-subscription-de")

"""Clients and staff talk on the site: comments, messages, a review."""

from playwright.sync_api import expect

from tests.browser.canned import DASHBOARD, Answer
from tests.browser.canned_console import ANSWERS
from tests.browser.stage import Stage


def sent(stage: Stage, route: str) -> list[object]:
    return [body for asked, body, _ in stage.api.sent if asked == route]


def test_a_client_comments_on_an_invoice_and_the_field_is_empty_again(stage: Stage) -> None:
    stage.signed_in("/acme/invoices/inv_39")
    field = stage.page.get_by_label("Your comment")
    field.fill("Thank you.\nThat is kind.")
    stage.page.get_by_role("button", name="Send", exact=True).click()
    expect(field).to_have_value("")
    assert sent(stage, "POST /portal/invoices/inv_39/comments") == [{"text": "Thank you.\nThat is kind."}]
    assert stage.page.get_by_text("Acme Robotics), ").count() == 1, "whose people speak is said"


def test_where_the_merchant_wants_none_of_it_none_of_it_is_offered(stage: Stage) -> None:
    off = {"comments": False, "merchant_mail": False, "reviews": False}
    told = {**DASHBOARD, "features": {**DASHBOARD["features"], **off}}
    stage.api.overrides["GET /portal/dashboard"] = Answer(200, told)
    stage.signed_in("/acme/invoices/inv_39")
    expect(stage.page.get_by_text("Balance due")).to_be_visible()
    stage.page.get_by_role("link", name="Home").click()
    expect(stage.page.get_by_text("is there for you.")).to_be_visible()
    for name in ("Write", "Review"):
        expect(stage.page.get_by_role("link", name=name, exact=True)).to_have_count(0)
    assert not [route for route, *_ in stage.api.sent if route.endswith("/comments")]


def test_from_the_merchants_card_a_client_writes_goes_on_and_reviews(stage: Stage) -> None:
    stage.signed_in("/acme")
    stage.page.get_by_role("link", name="Write").click()
    stage.page.get_by_label("Subject").fill("Cable")
    stage.page.get_by_label("Message").fill("Too short.")
    stage.page.get_by_role("button", name="Send", exact=True).click()
    expect(stage.page.get_by_label("Subject")).to_have_value("")
    assert sent(stage, "POST /portal/merchant/messages") == [{"subject": "Cable", "body": "Too short."}]
    stage.page.get_by_role("button", name="Answer Maintenance in April").click()
    stage.page.get_by_label("Your answer").fill("Good.")
    stage.page.get_by_role("button", name="Send", exact=True).last.click()
    expect(stage.page.get_by_label("Your answer")).to_have_count(0)
    assert sent(stage, "POST /portal/merchant/messages/msg_1/replies") == [{"body": "Good."}]
    stage.page.get_by_role("link", name="Home").first.click()
    stage.page.get_by_role("link", name="Review", exact=True).click()
    stage.page.get_by_label("Rating").select_option("5")
    stage.page.get_by_role("button", name="Save review").click()
    expect(stage.page.get_by_role("status").filter(has_text="Thank you.")).to_be_visible()
    [body] = sent(stage, "PUT /portal/merchant/review")
    assert body == {"rating": 5, "comment": "Always there for us. Cables could be longer."}


def test_staff_answer_at_the_console(stage: Stage) -> None:
    stage.api.overrides.update(ANSWERS)
    stage.page.context.add_init_script("localStorage.setItem('session:merchant', '1')")
    stage.open("/merchant/messages")
    stage.page.get_by_role("button", name="Reply Cable of the second arm").click()
    stage.page.get_by_label("Your answer").fill("On its way.")
    stage.page.get_by_role("button", name="Send", exact=True).click()
    expect(stage.page.get_by_label("Your answer")).to_have_count(0)
    assert sent(stage, "POST /merchant/messages/msg_2/replies") == [{"body": "On its way."}]

"""Every page of the merchant's console: axe finds nothing, the console is silent, the policy holds; and what its doors and dialogs do."""

import pytest
from playwright.sync_api import expect

from tests.browser.canned import Answer, problem
from tests.browser.canned_console import ANSWERS, NEW_BOARD, granted, listed
from tests.browser.looks import look_at
from tests.browser.stage import Stage

# name: (path, what must stand there before we look)
ROOMS = {
    "overview": ("", "€5,115.50 outstanding"),
    "customers": ("/customers", "Difference Works"),
    "customer": ("/customers/cus_1", "Mail came back"),
    "customer-without-anybody": ("/customers/cus_2", "Add one, and invite them"),
    "customer-new": ("/customers/new", "Create customer"),
    "customer-edit": ("/customers/cus_1/edit", "Save"),
    "estimates": ("/estimates", "EST-00007"),
    "estimate": ("/estimates/est_1", "One of them is a gift."),
    "estimate-accepted": ("/estimates/est_2", "Make an invoice"),
    "estimate-new": ("/estimates/new", "The last day on which it can be answered."),
    "estimate-edit": ("/estimates/est_4/edit", "Robot arm with gripper"),
    "estimates-compared": ("/estimates/est_1/revisions", "Training of two days"),
    "subscriptions": ("/subscriptions", "Robot care × 3"),
    "subscription": ("/subscriptions/sub_1", "Fleet care × 2"),
    "subscription-paused": ("/subscriptions/sub_2", "Resume"),
    "subscription-new": ("/subscriptions/new", "How it is paid"),
    "projects": ("/projects", "13.25 h of 40 h"),
    "project": ("/projects/prj_1", "Three of five"),
    "project-new": ("/projects/new", "Hours budgeted"),
    "plans": ("/plans", "Not on sale"),
    "plan": ("/plans/pln_1", "Who is subscribed already keeps what was agreed."),
    "plan-new": ("/plans/new", "A term is so many"),
    "messages": ("/messages", "Yes, on Tuesday at nine."),
    "reviews": ("/reviews", "Cables could be longer."),
    "erasures": ("/erasures", "A former contact"),
    "erasure": ("/erasures/era_1", "none of them is an owner"),
    "payments": ("/payments", "Visa ending in 4242"),
    "team": ("/team", "Sam Reyes"),
    "account": ("/account", "Safari on iPhone"),
    "invoices": ("/invoices", "2025-0042"),
    "invoice": ("/invoices/inv_40", "2025-0040"),
    "invoice-new": ("/invoices/new", "New invoice"),
    "invoice-edit": ("/invoices/inv_42/edit", "Field engineer"),
    "settings": ("/settings", "Organisation"),
    "settings-portal": ("/settings?part=portal", "acme"),
    "settings-branding": ("/settings?part=branding", "Branding"),
    "settings-payments": ("/settings?part=payments", "acct_1"),
    "nothing": ("/nowhere", "Nothing here"),
}
DOORS = {
    "sign-in": ("/sign-in", "Sign in"),
    "forgot": ("/forgot", "Forgot your password?"),
    "reset": ("/reset#a-token", "Choose a new password"),
    "reset-without-token": ("/reset", "This link has been used"),
    "accept": ("/accept#a-token", "Welcome to the team"),
    "accept-without-token": ("/accept", "This link has been used"),
}


@pytest.fixture
def console(stage: Stage) -> Stage:
    """The stage with a merchant's answers."""
    stage.api.overrides.update(ANSWERS)
    return stage


def signed_in(console: Stage, path: str = "") -> None:
    console.page.context.add_init_script("localStorage.setItem('session:merchant', '1')")
    console.open(f"/merchant{path}")


@pytest.mark.parametrize("name", ROOMS)
def test_every_room_is_accessible_quiet_and_within_the_policy(console: Stage, name: str) -> None:
    path, words = ROOMS[name]
    signed_in(console, path)
    expect(console.page.get_by_role("heading", level=1)).to_be_visible()
    shown = console.page.locator("main").get_by_text(words).first
    expect(shown.or_(console.page.locator(f"main input[value*='{words}'], main textarea")).first).to_be_visible()
    look_at(console, f"console-{name}")


@pytest.mark.parametrize("name", DOORS)
def test_every_door_is_accessible_quiet_and_within_the_policy(console: Stage, name: str) -> None:
    path, words = DOORS[name]
    console.open(f"/merchant{path}")
    expect(console.page.get_by_text(words).first).to_be_visible()
    look_at(console, f"console-{name}")
    assert [route for route, *_ in console.api.sent] == [], "a door asks for nothing by itself"


def test_a_new_merchant_is_told_the_first_steps(console: Stage) -> None:
    console.api.overrides["GET /merchant/overview"] = Answer(200, NEW_BOARD)
    console.api.overrides["GET /merchant/customers"] = listed()
    signed_in(console)
    expect(console.page.get_by_role("link", name="Add your first customer")).to_be_visible()
    look_at(console, "console-first-steps")


def test_a_new_contact_is_asked_for_and_invited(console: Stage) -> None:
    signed_in(console, "/customers/cus_1")
    console.page.get_by_role("button", name="Add contact").click()
    expect(console.page.get_by_role("dialog")).to_be_visible()
    look_at(console, "console-contact")
    console.page.get_by_label("E-mail address").fill("clara@lovelace.example")
    console.page.get_by_role("dialog").get_by_role("button", name="Add contact").click()
    expect(console.page.get_by_role("status").get_by_text("on its way to clara@lovelace.example")).to_be_visible()
    [(body, _)] = console.calls("POST /merchant/customers/cus_1/contacts")
    assert (body["email"], body["role"], "invite" in body) == ("clara@lovelace.example", "billing", False)
    assert len(console.calls("PUT /merchant/customers/cus_1/contacts/con_3/portal-access")) == 1


def test_disabling_access_is_asked_for_once_more(console: Stage) -> None:
    signed_in(console, "/customers/cus_1")
    console.page.get_by_role("button", name="More Ada Lovelace").click()
    console.page.get_by_role("button", name="Disable").locator("visible=true").click()
    assert not console.calls("DELETE /merchant/customers/cus_1/contacts/con_1/portal-access")
    look_at(console, "console-disable")
    console.page.get_by_role("dialog").get_by_role("button", name="Disable").click()
    expect(console.page.get_by_role("dialog")).not_to_be_visible()
    assert len(console.calls("DELETE /merchant/customers/cus_1/contacts/con_1/portal-access")) == 1


def test_who_wants_no_mail_is_written_to_again_only_after_a_second_thought(console: Stage) -> None:
    signed_in(console, "/customers/cus_1")
    expect(console.page.get_by_text("Wants no mail")).to_be_visible()
    expect(console.page.get_by_text("Address takes no mail")).to_be_visible()
    look_at(console, "console-contacts-mail")
    console.page.get_by_role("button", name="More Byron Lovelace").click()
    console.page.get_by_role("button", name="Write again").locator("visible=true").click()
    look_at(console, "console-write-again")
    assert not console.calls("DELETE /merchant/customers/cus_1/contacts/con_2/mail-problem")
    console.page.get_by_role("dialog").get_by_role("button", name="Write again").click()
    expect(console.page.get_by_role("dialog")).not_to_be_visible()
    assert any("/con_2/mail-problem?complaint=true" in url for url in console.requested)


def test_a_search_asks_the_api_and_stands_in_the_address(console: Stage) -> None:
    signed_in(console, "/customers")
    console.page.get_by_label("Search").fill("engines")
    console.page.wait_for_url("**/merchant/customers?q=engines")
    expect(console.page.get_by_role("link", name="Analytical Engines")).to_be_visible()
    assert any("/api/merchant/customers?q=engines" in url for url in console.requested)


def test_support_sees_no_team_and_no_settings_and_changes_nothing_but_the_access_of_contacts(console: Stage) -> None:
    console.api.overrides["POST /merchant/sessions/refresh"] = granted(role="support")
    signed_in(console, "/customers/cus_1")
    expect(console.page.get_by_text("Mail came back")).to_be_visible()
    links = console.page.get_by_role("navigation").get_by_role("link").all_text_contents()
    assert links == ["Overview", "Customers", "Invoices", "Payments", "Estimates", "Subscriptions"]
    console.page.get_by_role("button", name="Menu").click()
    assert console.page.locator("[popover]:popover-open a").all_text_contents() == [
        "Projects",
        "Messages",
        "Reviews",
        "Erasures",
        "Account",
    ]
    people = ["More Ada Lovelace", "Send again", "More Byron Lovelace", "Invite", "More Clara Lovelace"]
    people += ["Send again", "More Dora Lovelace"]
    assert console.page.get_by_role("button").all_text_contents() == ["Menu", "Sign out", "Add contact", *people]
    console.page.get_by_role("button", name="More Ada Lovelace").click()
    assert console.page.locator("[popover]:popover-open button").all_text_contents() == ["Edit", "Disable"]


def sign_in(console: Stage, password: str = "tall green lanterns") -> None:
    console.page.get_by_label("Name of the portal").fill("acme")
    console.page.get_by_label("E-mail address").fill("olivia@acme.example")
    console.page.get_by_label("Password", exact=True).fill(password)
    console.page.get_by_role("button", name="Sign in").click()


def test_signing_in_with_a_code_leads_to_the_wanted_page(console: Stage) -> None:
    refused = problem(401, "second_factor_required", "Please enter the code of your authenticator app.")
    console.api.overrides["POST /merchant/sessions"] = [refused, granted()]
    console.open("/merchant/team")
    sign_in(console)
    console.page.get_by_label("Code").fill("123 456")
    console.page.get_by_role("button", name="Sign in").click()
    expect(console.page.get_by_role("heading", name="Team")).to_be_visible()
    bodies = [body for body, _ in console.calls("POST /merchant/sessions")]
    assert [body.get("totp") for body in bodies] == [None, "123456"]
    assert {body["tenant"] for body in bodies} == {"acme"}


def test_a_wrong_password_is_said_in_place(console: Stage) -> None:
    console.api.overrides["POST /merchant/sessions"] = problem(401, "sign_in_refused", "No.")
    console.open("/merchant/sign-in")
    sign_in(console, "wrong")
    expect(console.page.get_by_role("alert")).to_contain_text("The portal, the e-mail address or the password is not")


def test_who_must_enrol_a_second_factor_sees_nothing_else_until_it_is_done(console: Stage) -> None:
    console.api.overrides["POST /merchant/sessions"] = granted(second_factor="required")
    console.open("/merchant/")
    sign_in(console)
    expect(console.page.get_by_text("Please set up your authenticator app")).to_be_visible()
    assert console.page.get_by_role("navigation").get_by_role("link").count() == 0
    look_at(console, "console-enrol")
    console.page.get_by_role("button", name="Set up").click()
    console.page.get_by_role("textbox", name="Code").fill("123456")
    look_at(console, "console-enrol-code")
    console.page.get_by_role("button", name="Switch on").click()
    expect(console.page.get_by_text("aaaa-bbbb-cccc")).to_be_visible()
    assert not console.calls("GET /merchant/overview")
    console.page.get_by_role("button", name="Continue").click()
    expect(console.page.get_by_role("heading", name="€5,115.50 outstanding")).to_be_visible()


def test_a_link_from_a_mail_is_used_only_by_sending_the_form_and_leaves_the_address(console: Stage) -> None:
    console.open("/merchant/accept#a-token")
    expect(console.page.get_by_role("heading", name="Welcome to the team")).to_be_visible()
    assert console.page.url.endswith("/merchant/accept") and not console.api.sent
    console.page.get_by_label("Password", exact=True).fill("tall green lanterns")
    console.page.get_by_role("button", name="Join the team").click()
    expect(console.page.get_by_role("heading", name="€5,115.50 outstanding")).to_be_visible()
    [(body, _)] = console.calls("POST /merchant/invitations/acceptance")
    assert body["token"] == "a-token"


@pytest.mark.asvs("7.4.4")
def test_signing_out_ends_the_session_of_this_merchant(console: Stage) -> None:
    signed_in(console)
    console.page.get_by_role("button", name="Sign out").click()
    expect(console.page.get_by_role("heading", name="Sign in")).to_be_visible()
    [(_, headers)] = console.calls("DELETE /merchant/sessions/current")
    assert headers["x-portal"] == "1"


def test_hours_are_logged_with_a_comma_and_a_task(console: Stage) -> None:
    signed_in(console, "/projects/prj_1")
    console.page.get_by_role("button", name="Log hours").click()
    dialog = console.page.get_by_role("dialog")
    dialog.get_by_label("Hours").fill("7,5")
    dialog.get_by_label("Task").select_option("Fingers")
    dialog.get_by_role("button", name="Save").click()
    expect(dialog).not_to_be_visible()
    ((body, _),) = console.calls("POST /merchant/projects/prj_1/timesheets")
    assert (body["hours"], body["task_id"]) == ("7.5", "tsk_2")

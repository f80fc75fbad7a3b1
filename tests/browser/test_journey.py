"""From the invitation's mail to the receipt, in a browser on the really deployed stack: by mouse, and by keyboard alone."""

import io
import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from pypdf import PdfReader

from tests.browser.looks import AXE, PICTURES, STANDARDS
from tests.journeys.world import PASSWORD, Merchant, come_in, fetch, link_in, new_address, open_shop, wait_for
from tests.stack import LocalStack, local_stack  # noqa: F401

Press = Callable[[Locator], None]


@pytest.fixture(scope="module")
def acme(local_stack: LocalStack) -> Merchant:  # noqa: F811
    return open_shop(local_stack)


@pytest.fixture
def said() -> list[str]:
    """Everything the console said: refused by the policy, failed, or thrown."""
    return []


@pytest.fixture
def page(browser: Browser, said: list[str]) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="en-GB", reduced_motion="reduce")
    context.set_default_timeout(20_000)
    page = context.new_page()
    page.on("console", lambda message: said.append(f"{message.type}: {message.text}"))
    page.on("pageerror", lambda error: said.append(f"error: {error}"))
    yield page
    context.close()


def by_mouse(target: Locator) -> None:
    target.click()


def by_keyboard(target: Locator) -> None:
    """Tab until the focus is there, then press what a keyboard presses: nobody is given the focus for free."""
    expect(target).to_be_visible()
    page = target.page
    for _ in range(80):
        if target.evaluate("element => element === document.activeElement"):
            break
        page.keyboard.press("Tab")
    else:
        raise AssertionError(f"the keyboard does not reach {target}")
    kind = target.evaluate("element => element.type ?? element.tagName")
    page.keyboard.press("Space" if kind in ("radio", "checkbox") else "Enter")


def write(target: Locator, text: str, press: Press) -> None:
    if press is by_mouse:
        target.fill(text)
        return
    expect(target).to_be_visible()
    for _ in range(80):
        if target.evaluate("element => element === document.activeElement"):
            break
        target.page.keyboard.press("Tab")
    target.page.keyboard.type(text)


def look(page: Page, name: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    PICTURES.mkdir(exist_ok=True)
    page.screenshot(path=PICTURES / f"journey-{name}.png", full_page=True)
    page.evaluate(AXE)
    found = page.evaluate(
        "options => axe.run(document, options).then(result => result.violations.map(one => one.id + ': ' + one.help))",
        {"runOnly": STANDARDS, "preload": False},
    )
    assert not found, (name, found)


@pytest.mark.parametrize("press", [by_mouse, by_keyboard])
def test_from_the_invitations_mail_to_the_receipt(acme: Merchant, page: Page, said: list[str], press: Press):
    email, stack = new_address("ada"), acme.stack
    customer = acme.new_customer("Lovelace Instruments")
    acme.invite(customer, email)
    invoice_id = acme.new_invoice(customer, 123_45)
    page.goto(link_in(stack.wait_for_mail(email)[0]))
    expect(page).to_have_url(f"{stack.site}/acme/accept")
    look(page, "accept")
    write(page.get_by_label("Password", exact=True), PASSWORD, press)
    press(page.locator("button[type=submit]"))

    expect(page.get_by_role("heading", level=1)).to_contain_text("€146.91")
    look(page, "home")
    press(page.get_by_role("link", name="Pay €146.91").first)
    expect(page).to_have_url(re.compile(rf"/acme/invoices/{invoice_id}/pay$"))
    look(page, "pay")
    press(page.get_by_role("button", name="Pay €146.91"))

    expect(page).to_have_url(re.compile("/_provider/pay/"))
    look(page, "provider")
    press(page.get_by_role("button", name=re.compile("^Pay")))
    expect(page).to_have_url(re.compile(rf"/acme/invoices/{invoice_id}/pay/return"))
    expect(page.get_by_text(re.compile("€146.91 for invoice INV-"))).to_be_visible()
    look(page, "paid")

    assert acme.get(f"/merchant/invoices/{invoice_id}")["status"] == "paid"
    receipt = wait_for(lambda: [mail for mail in stack.mails(email) if mail["subject"].startswith("Receipt")])[0]
    page.goto(link_in(receipt))
    expect(page.get_by_role("heading", level=1)).to_contain_text("Payment R-")
    expect(page.get_by_text("€146.91").first).to_be_visible()
    look(page, "receipt")
    with page.expect_download() as download:
        press(page.get_by_role("button", name=re.compile("receipt", re.IGNORECASE)))
    assert download.value.suggested_filename.endswith(".pdf")
    assert [line for line in said if not line.startswith("log")] == []


def test_a_deep_link_of_a_mail_leads_to_its_page_after_signing_in(acme: Merchant, page: Page, said: list[str]):
    email, stack = new_address("ada"), acme.stack
    customer = acme.new_customer("Lovelace Instruments")
    acme.invite(customer, email)
    come_in(stack, "acme", email)
    invoice_id = acme.new_invoice(customer, 100)
    sent = wait_for(lambda: [mail for mail in stack.mails(email) if mail["subject"].startswith("Invoice")])[0]
    page.goto(link_in(sent))
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page).to_have_url(f"{stack.site}/acme/invoices/{invoice_id}")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Invoice INV-")
    friend = new_address("accountant")
    page.get_by_text("More").click()
    page.get_by_role("button", name="Forward").click()
    page.get_by_label("E-mail addresses").fill(friend)
    page.get_by_role("dialog").get_by_role("button", name="Send").click()
    expect(page.get_by_text("Sent.")).to_be_visible()
    assert stack.wait_for_mail(friend)[0]["attachments"]
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Invoice INV-")
    page.get_by_role("button", name="Sign out").click()
    expect(page).to_have_url(re.compile("/acme/sign-in"))


def test_whoever_holds_the_paper_sees_that_it_is_genuine(acme: Merchant, page: Page, said: list[str]):
    email, stack = new_address("ada"), acme.stack
    customer = acme.new_customer("Lovelace Instruments")
    acme.invite(customer, email)
    ada = come_in(stack, "acme", email)
    path = f"/portal/invoices/{acme.new_invoice(customer, 123_45)}/pdf"
    document = wait_for(lambda: reply.json if (reply := ada.call("GET", path)).status == 200 else None)
    paper = fetch(document["url"]).raw
    words = " ".join(sheet.extract_text() for sheet in PdfReader(io.BytesIO(paper)).pages)
    code = re.search(r"\b(?:[A-Z0-9]{4}-){2}[A-Z0-9]{4}\b", words)
    assert code and "/acme/verify" in words

    page.goto(f"{stack.site}/acme/verify")
    page.get_by_label("Code").fill(code[0])
    page.get_by_role("button", name="Check").click()
    expect(page).to_have_url(f"{stack.site}/acme/verify/{code[0].replace('-', '')}")
    expect(page.get_by_role("heading", level=1, name="This invoice is genuine")).to_be_visible()
    expect(page.get_by_text("€146.91")).to_be_visible()
    compare = page.get_by_label("Compare your PDF file")
    compare.set_input_files({"name": "invoice.pdf", "mimeType": "application/pdf", "buffer": paper})
    expect(page.get_by_text("This is exactly the file that was issued.")).to_be_visible()
    look(page, "verify")
    compare.set_input_files({"name": "invoice.pdf", "mimeType": "application/pdf", "buffer": paper + b" "})
    expect(page.get_by_text("This file differs")).to_be_visible()
    assert [line for line in said if not line.startswith("log")] == []


@pytest.mark.parametrize("press", [by_mouse, by_keyboard])
def test_a_subscription_is_cancelled_for_the_end_of_its_term_and_kept_after_all(
    acme: Merchant, page: Page, said: list[str], press: Press
):
    email, stack = new_address("ada"), acme.stack
    customer = acme.new_customer("Lovelace Instruments")
    acme.invite(customer, email)
    acme.do("PATCH", "/merchant/portal-settings", {"cancellation": {"end_of_term": True}})
    code = new_address("plan").partition("@")[0]
    plan = {
        "code": code,
        "name": "Robot care",
        "amount": 5_000,
        "currency": "EUR",
        "interval": "month",
        "tax_rate": "19",
    }
    acme.do("POST", "/merchant/plans", plan, status=201)
    wish = {"customer_id": customer, "plan_code": code, "quantity": 2, "collection": "offline"}
    started = acme.do("POST", "/merchant/subscriptions", wish, status=201)
    page.goto(link_in(stack.wait_for_mail(email)[0]))
    write(page.get_by_label("Password", exact=True), PASSWORD, press)
    press(page.locator("button[type=submit]"))

    press(page.get_by_role("link", name="Subscriptions"))
    press(page.get_by_role("link", name="Robot care × 2"))
    expect(page).to_have_url(f"{stack.site}/acme/subscriptions/{started['id']}")
    look(page, "subscription")
    press(page.get_by_role("button", name="Cancel subscription"))
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("and pay nothing more for it")
    reason = dialog.get_by_label("Why?")
    reason.select_option("We do not use it")  # the browser's own list, by keyboard as by mouse
    press(dialog.get_by_role("button", name="Cancel subscription"))
    expect(page.get_by_role("status").filter(has_text="It is cancelled")).to_be_visible()
    told = wait_for(lambda: [mail for mail in stack.mails(email) if mail["subject"].startswith("Robot care ends on")])[
        0
    ]
    assert link_in(told) == f"{stack.site}/acme/subscriptions/{started['id']}"
    look(page, "subscription-cancelled")
    press(page.get_by_role("button", name="Keep subscription"))
    expect(page.get_by_role("status").filter(has_text="You keep it.")).to_be_visible()
    assert acme.get(f"/merchant/subscriptions/{started['id']}")["status"] == "live"
    assert [line for line in said if not line.startswith("log")] == []


@pytest.mark.parametrize("press", [by_mouse, by_keyboard])
def test_an_estimate_is_accepted_three_steps_from_home_and_its_certificate_is_a_paper(
    acme: Merchant, page: Page, said: list[str], press: Press
):
    email, stack = new_address("ada"), acme.stack
    customer = acme.new_customer("Lovelace Instruments")
    acme.invite(customer, email)
    invited = link_in(stack.wait_for_mail(email)[0])
    estimate = acme.new_estimate(customer)
    page.goto(invited)
    write(page.get_by_label("Password", exact=True), PASSWORD, press)
    press(page.locator("button[type=submit]"))

    press(page.get_by_role("link", name="One estimate to review"))
    press(page.get_by_role("link", name="EST-"))
    expect(page).to_have_url(f"{stack.site}/acme/estimates/{estimate}")
    with page.expect_download(timeout=60_000) as offered:
        press(page.get_by_role("button", name="Download PDF"))
    assert "Robot arm" in PdfReader(offered.value.path()).pages[0].extract_text()
    look(page, "estimate")
    press(page.get_by_role("button", name="Accept"))
    press(page.get_by_role("dialog").get_by_role("button", name="Accept"))
    expect(page.get_by_role("status").filter(has_text="Thank you.")).to_be_visible()
    with page.expect_download(timeout=60_000) as certified:
        press(page.get_by_role("button", name="Certificate"))
    paper = PdfReader(certified.value.path()).pages[0].extract_text().replace("\n", " ")
    assert email in paper and "Certificate of acceptance" in paper
    told = wait_for(lambda: [mail for mail in stack.mails(email) if mail["subject"].startswith("You accepted")])[0]
    assert link_in(told) == f"{stack.site}/acme/estimates/{estimate}"
    look(page, "estimate-accepted")
    assert acme.get(f"/merchant/estimates/{estimate}")["status"] == "accepted"
    assert [line for line in said if not line.startswith("log")] == []


def test_a_stranger_subscribes_pays_and_is_invited(acme: Merchant, page: Page, said: list[str]):
    """Nobody is known, nothing is there; minutes later they are in, and everything is paid."""
    email, stack, code = new_address("grace"), acme.stack, new_address("plan").partition("@")[0]
    acme.do("PATCH", "/merchant/portal-settings", {"auto_enable_for_hosted_checkout": True})
    plan = {"code": code, "name": "Robot care", "amount": 5_000, "currency": "EUR", "interval": "month"}
    acme.do("POST", "/merchant/plans", {**plan, "tax_rate": "19"}, status=201)
    page.goto(f"{stack.site}/acme/subscribe/{code}")
    page.get_by_label("First name").fill("Grace")
    page.get_by_label("E-mail address").fill(email)
    page.get_by_role("button", name="Subscribe and pay €59.50").click()
    expect(page).to_have_url(re.compile("/_provider/pay/"), timeout=30_000)  # two Lambdas start cold
    page.get_by_role("button", name=re.compile("^Pay")).click()
    expect(page.get_by_role("heading", name="Welcome to Robot care")).to_be_visible(timeout=30_000)
    look(page, "subscribed")

    def invitations() -> list[str]:
        found = [mail for mail in stack.mails(email) if "invites you" in mail["subject"]]
        return [link_in(mail) for mail in found]

    page.goto(wait_for(invitations)[0])
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.locator("button[type=submit]").click()
    expect(page.get_by_role("heading", name="Nothing to pay")).to_be_visible()
    page.get_by_role("link", name="Payments").first.click()
    expect(page.get_by_text("€59.50").first).to_be_visible()
    assert [line for line in said if not line.startswith("log")] == []


def test_a_bank_account_is_saved_on_the_secure_page_and_pays(acme: Merchant, page: Page, said: list[str]):
    email, stack = new_address("ada"), acme.stack
    customer = acme.new_customer("Lovelace Instruments")
    acme.invite(customer, email)
    acme.do("PATCH", "/merchant/portal-settings", {"allow_payment_method_add": True})
    invoice_id = acme.new_invoice(customer)
    page.goto(link_in(stack.wait_for_mail(email)[0]))
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.locator("button[type=submit]").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("€119.00")
    page.goto(f"{stack.site}/acme/account")
    page.get_by_role("link", name="Add a payment method").click()
    page.get_by_label("Current password").fill(PASSWORD)
    page.get_by_role("button", name="Go to the secure page").click()

    page.get_by_label("Card or bank account").select_option(label="SEPA direct debit •••• 3000, pending, then paid")
    expect(page.get_by_text("SEPA mandate")).to_be_visible()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", name="Your payment method is saved")).to_be_visible()
    told = wait_for(
        lambda: [mail for mail in stack.mails(email) if mail["subject"].startswith("A bank account was added")]
    )
    assert link_in(told[0]) == f"{stack.site}/acme/account"
    page.get_by_role("link", name="Account").last.click()
    expect(page.get_by_text("Bank account ending in 3000")).to_be_visible()
    expect(page.get_by_text(re.compile("mandate [0-9A-Z]{6,}"))).to_be_visible()
    look(page, "saved-account")

    page.goto(f"{stack.site}/acme/invoices/{invoice_id}/pay")
    expect(page.get_by_label("Bank account ending in 3000")).to_be_checked()
    page.get_by_role("button", name="Pay €119.00").click()
    expect(page.get_by_role("heading", name="Your payment is on its way…")).to_be_visible()
    assert [line for line in said if not line.startswith("log")] == []


def test_a_passkey_is_added_and_then_opens_the_portal_without_a_password(acme: Merchant, page: Page, said: list[str]):
    email, stack = new_address("ada"), acme.stack
    acme.invite(acme.new_customer("Lovelace Instruments"), email)
    page.goto(link_in(stack.wait_for_mail(email)[0]))
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.locator("button[type=submit]").click()
    expect(page.get_by_role("heading", name="Nothing to pay")).to_be_visible()
    authenticator = {"protocol": "ctap2", "transport": "internal", "automaticPresenceSimulation": True,
                     "hasResidentKey": True, "hasUserVerification": True, "isUserVerified": True}  # fmt: skip
    debugger = page.context.new_cdp_session(page)
    debugger.send("WebAuthn.enable")
    debugger.send("WebAuthn.addVirtualAuthenticator", {"options": authenticator})

    page.get_by_role("link", name="Account").click()
    page.get_by_role("button", name="Add a passkey").click()
    look(page, "passkey-adding")
    page.get_by_label("Current password").last.fill(PASSWORD)
    page.get_by_role("button", name="Continue").click()
    expect(page.locator("pre")).to_have_text(re.compile(r"^([A-Z0-9-]{29}\s*){10}$"))
    look(page, "passkey-codes")
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("button", name=re.compile("^Remove Chrome"))).to_be_visible()
    page.locator("section", has_text="With an authenticator app").get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Set up").click()
    expect(page.get_by_text("Add this key to your authenticator app")).to_be_visible()
    page.get_by_role("button", name="Sign out", exact=True).first.click()
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_text(re.compile("^Used on "))).to_be_visible()
    told = wait_for(lambda: [mail for mail in stack.mails(email) if mail["subject"].startswith("Your passkeys")])
    assert len(told) == 1
    assert said == []

"""Every mail, seen: light and dark, wide and narrow; axe, nothing sideways, and a picture of each if asked for."""

from types import SimpleNamespace
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.looks import ASKED_FOR, axe_of, picture, show, sideways_of
from tests.fixtures.mails import a_merchant, mails

WIDE_AND_NARROW = [(640, "light"), (360, "dark")]
ALL_VIEWS = [*WIDE_AND_NARROW, (640, "dark"), (360, "light")]
# The worst accents for text on them, beside them, and on the paper of either scheme.
ACCENTS = ["#ffffff", "#000000", "#ffe14d", "#757575", "#1f1f1e"]
# A mail is no page: the landmarks around it are the mail program's.
OF_PAGES = ("landmark-one-main", "region")


@pytest.fixture(scope="module")
def mailbox(browser: Browser) -> Any:
    """A page that loads nothing from outside: a mail is complete by itself."""
    context = browser.new_context()
    page = context.new_page()
    page.route("**/*", lambda route: route.abort())
    yield page
    context.close()


def look(page: Page, name: str, html: str, views: list[Any], *, axe: bool) -> list[str]:
    """What is wrong with a mail in these views."""
    page.set_content(html)
    stage: Any = SimpleNamespace(page=page)
    wrong = []
    for width, scheme in views:
        show(page, width, scheme)
        found = [*sideways_of(stage), *(axe_of(stage) if axe else ())]
        wrong += [f"{width} {scheme}: {told}" for told in found if not told.startswith(OF_PAGES)]
    if ASKED_FOR:
        picture(page, f"mail-{name}", views)
    return wrong


def test_every_mail_fits_wide_and_narrow(mailbox):
    wrong = {name: look(mailbox, name, mail.html, WIDE_AND_NARROW, axe=False) for name, _, mail in mails()}
    assert {name: told for name, told in wrong.items() if told} == {}


@pytest.mark.parametrize("name", ["invoices-forwarded-en", "contacts-invitation-de"])
def test_a_mail_is_readable_everywhere(mailbox, name):
    html = next(mail.html for other, _, mail in mails() if other == name)
    assert look(mailbox, name, html, ALL_VIEWS, axe=True) == []


@pytest.mark.parametrize("accent", ACCENTS)
def test_a_mail_is_readable_in_any_accent(mailbox, accent):
    merchant = a_merchant(accent=accent, logo_key="logos/none.png")
    html = next(mail.html for name, _, mail in mails(merchant) if name == "invoices-sent-en")
    assert look(mailbox, f"accent-{accent[1:]}", html, WIDE_AND_NARROW, axe=True) == []


def test_a_mail_that_cannot_be_read_is_noticed(mailbox):
    html = next(mail.html for name, _, mail in mails() if name == "invoices-sent-en").replace(
        "color:#1d1d1b", "color:#eeeeee"
    )
    assert any("color-contrast" in told for told in look(mailbox, "faint", html, [(640, "light")], axe=True))

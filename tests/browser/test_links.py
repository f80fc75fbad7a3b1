"""Every link of every mail: a scanner that opens, prefetches or submits it changes nothing, and a person gets where it points."""

import html
import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from infra.edge import page_for
from tests.browser.canned_console import ANSWERS as OF_STAFF
from tests.browser.stage import ORIGIN, Stage
from tests.fixtures.mails import SITE, TOKEN, a_merchant, mails

SECRET = re.compile(r"[\w-]{40,}")


def links() -> Iterator[tuple[str, str]]:
    """Each link into the site with a mail that brings it, one of each shape: links to come are here by themselves."""
    seen = set()
    for name, _, mail in mails(a_merchant()):
        found = [*re.findall(r'href="([^"]+)"', mail.html), *re.findall(r"https?://\S+", mail.text)]
        for link in map(html.unescape, found):
            shape = re.sub(r"/([a-z]+)_\w+", r"/\1_1", link)
            if link.startswith(SITE) and shape not in seen:
                seen.add(shape)
                yield shape.removeprefix(SITE).replace("/mueller", "/acme"), name


LINKS = dict(links())
DOORS = [link for link in LINKS if "#" in link]
CLIENTS = [link for link in LINKS if not link.startswith("/merchant")]
STAFF = [link for link in LINKS if link.startswith("/merchant")]


def test_the_mails_lead_to_doors_and_rooms_of_both_sites():
    assert len(DOORS) >= 6 and len(CLIENTS) >= 10 and len(STAFF) >= 4


@pytest.mark.parametrize("link", LINKS)
def test_V29_a_request_for_a_link_is_answered_by_a_file_and_brings_no_secret(link):
    """So GET, HEAD and prefetch have nothing to consume: what comes after # is sent to nobody."""
    path = urlsplit(link)
    assert page_for(path.path) in ("/index.html", "/merchant.html")
    assert not SECRET.search(path.path + path.query) and (path.fragment in ("", TOKEN))


@pytest.fixture
def both(stage: Stage) -> Stage:
    """A stage that answers clients and staff."""
    stage.api.overrides.update(OF_STAFF)
    return stage


def settled(stage: Stage) -> None:
    expect(stage.page.get_by_role("heading", level=1)).to_be_visible()


def scan(stage: Stage, link: str) -> list[str]:
    """What changed when a stranger's machine opened the link in a browser and sent every form it found."""
    stage.page.goto("about:blank")  # a link that differs after # alone would load nothing
    stage.api.sent.clear()
    stage.open(link)
    settled(stage)
    return submitted(stage)


def submitted(stage: Stage) -> list[str]:
    """Every form of the page is sent as it stands; answers what was called that may change something."""
    stage.page.evaluate("for (const form of document.forms) form.requestSubmit()")
    stage.page.evaluate("new Promise(requestAnimationFrame)")
    return [called for called, _, _ in stage.api.sent if not called.startswith("GET ")]


@pytest.mark.parametrize("some", [CLIENTS, STAFF], ids=["clients", "staff"])
def test_V29_scanners_that_run_pages_and_send_their_forms_change_nothing(both: Stage, some: list[str]):
    found = {link: scan(both, link) for link in some}
    assert {link: told for link, told in found.items() if told} == {}


def test_a_form_that_sends_something_would_be_noticed(both: Stage):
    both.open("/acme/forgot")
    both.page.get_by_label("E-mail address").fill("ada@lovelace.example")
    assert submitted(both) == ["POST /portals/acme/password-resets"]


def sign_in(stage: Stage) -> None:
    if stage.page.get_by_label("Name of the portal").count():
        stage.page.get_by_label("Name of the portal").fill("acme")
    stage.page.get_by_label("E-mail address").fill("ada@lovelace.example")
    stage.page.get_by_label("Password", exact=True).fill("correct horse battery")
    stage.page.get_by_role("button", name="Sign in", exact=True).click()


def follow(stage: Stage, link: str) -> str:
    """Where a person whose session has run out gets to by this link."""
    stage.page.goto(f"{ORIGIN}/assets/none")
    stage.page.evaluate("localStorage.clear()")
    stage.open(link)
    settled(stage)
    if stage.page.get_by_role("heading", name="Sign in", exact=True).count():
        sign_in(stage)
        expect(stage.page.get_by_role("heading", name="Sign in", exact=True)).to_have_count(0)
    return stage.page.url.removeprefix(ORIGIN)


@pytest.mark.parametrize("some", [CLIENTS, STAFF], ids=["clients", "staff"])
def test_a_link_that_is_too_old_leads_to_the_sign_in_and_then_to_where_it_pointed(both: Stage, some: list[str]):
    rooms = [link for link in some if "#" not in link and not link.endswith("/sign-in")]
    assert {link: follow(both, link) for link in rooms} == {link: link for link in rooms}


@pytest.mark.parametrize("link", DOORS)
def test_a_link_whose_secret_is_used_up_leads_to_the_sign_in(both: Stage, link: str):
    both.open(link.partition("#")[0])
    settled(both)
    both.page.get_by_role("link", name="Sign in", exact=True).click()
    expect(both.page.get_by_role("heading", level=1, name="Sign in")).to_be_visible()

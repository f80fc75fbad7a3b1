"""Letters say the same as text and as HTML, in the merchant's name, and nothing in them is taken for markup."""

import re
from html.parser import HTMLParser

import pytest

from chalicelib.core import colour
from chalicelib.core.fields import Address
from chalicelib.core.letters import SECRET, Action, Letter, fill_secret, header_line, typeset
from chalicelib.core.portal import Merchant, Organization, PortalSettings

SITE = "https://portal.example.com"
URL = f"{SITE}/acme/invoices/inv_1"
POLYGLOT = (
    "jaVasCript:/*--></title></style></textarea></script><svg/onload='+/\"/+/onmouseover=1/+/[*/[]/+alert(1)//'>&amp;"
)


def merchant(**organization):
    values = {
        "name": "Acme GmbH", "email": "billing@acme.example", "phone": "+49 30 1234567",
        "address": Address(line1="Torstraße 12", postal_code="10119", city="Berlin", country="DE"), **organization,
    }  # fmt: skip
    return Merchant(
        tenant_id="ten_acme", organization=Organization(**values), portal=PortalSettings(portal_name="acme")
    )


def letter(**parts):
    values = {
        "to": "ada@example.com", "language": "en", "subject": "Invoice 7 from Acme GmbH", "greeting": "Hello Ada,",
        "paragraphs": ("Here is your invoice.", "Please pay it."), "facts": (("Amount", "€1,327.50"),),
        "action": Action("Pay €1,327.50", URL), "quote": "Best wishes", "closing": ("Thank you.",), **parts,
    }  # fmt: skip
    return Letter(**values)


class Reading(HTMLParser):
    """What a person reads of an HTML mail, which tags it has, where it leads and what it loads."""

    VOID = {"meta", "br", "img"}

    def __init__(self, html):
        super().__init__()
        self.tags, self.links, self.sources, self.texts, self.open, self.handlers = [], [], [], [], [], []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        values = dict(attrs)
        self.handlers += [name for name in values if name.startswith("on")]
        self.links += [values["href"]] if "href" in values else []
        self.sources += [values["src"]] if "src" in values else []
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if "style" not in self.open:
            self.texts.append(data)

    @property
    def text(self):
        return "\n".join(self.texts)


def test_text_and_html_say_the_same_in_the_same_order():
    mail = typeset(letter(), merchant(), SITE)
    parts = (
        "Hello Ada,", "Here is your invoice.", "Please pay it.", "€1,327.50", "Pay €1,327.50", URL, "Best wishes",
        "Thank you.", "Torstraße 12, 10119 Berlin, DE", "+49 30 1234567", "billing@acme.example",
    )  # fmt: skip
    html = Reading(mail.html).text
    for content in (mail.text, html[html.index("Hello Ada,") :]):
        places = [content.index(part) for part in parts[:3]] + [content.rindex(part) for part in parts[5:]]
        assert places == sorted(places)
        assert all(part in content for part in parts)


def test_the_first_link_of_the_text_is_the_task_alone_on_its_line():
    mail = typeset(letter(quote="look at https://elsewhere.example"), merchant(website="https://acme.example"), SITE)
    assert re.findall(r"https?://\S+", mail.text)[0] == URL
    assert URL in mail.text.splitlines()


def test_the_first_link_of_the_html_is_the_task_and_it_stands_there_as_text_too():
    reading = Reading(typeset(letter(), merchant(logo_key="logos/x.png"), SITE).html)
    assert reading.links == [URL, URL]
    assert URL in reading.text


def test_a_letter_without_a_task_has_no_link():
    mail = typeset(letter(action=None), merchant(), SITE)
    assert Reading(mail.html).links == []
    assert "http" not in mail.text


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "/acme", "https://x.example/a b", "https://x.example/\r\nBcc: a@b.c"]
)
def test_a_link_that_is_no_web_page_is_refused(url):
    with pytest.raises(ValueError, match="links to a web page"):
        typeset(letter(action=Action("Go", url)), merchant(), SITE)


@pytest.mark.parametrize(
    "parts",
    [
        {"subject": POLYGLOT}, {"greeting": POLYGLOT}, {"paragraphs": (POLYGLOT, POLYGLOT)}, {"facts": ((POLYGLOT, POLYGLOT),)},
        {"quote": POLYGLOT}, {"quote_lead": POLYGLOT}, {"closing": (POLYGLOT,)}, {"preheader": POLYGLOT},
        {"action": Action(POLYGLOT, URL)}, {"reply_to": POLYGLOT}, {"language": POLYGLOT},
    ],
    ids=lambda parts: next(iter(parts)),
)  # fmt: skip
def test_v21_v28_nothing_in_a_letter_is_markup(parts):
    plain = Reading(typeset(letter(quote_lead="They write:"), merchant(), SITE).html)
    reading = Reading(typeset(letter(**{"quote_lead": "They write:", **parts}), merchant(), SITE).html)
    assert reading.tags == plain.tags
    assert reading.handlers == []


@pytest.mark.parametrize("field", ["name", "phone"])
def test_v21_v28_nothing_of_a_merchant_is_markup(field):
    reading = Reading(typeset(letter(), merchant(**{field: "<img src=x onerror=alert(1)>"}), SITE).html)
    assert "img" not in reading.tags and reading.handlers == []


def test_the_mail_works_without_pictures_and_loads_nothing_but_the_logo():
    without = Reading(typeset(letter(), merchant(), SITE).html)
    with_logo = Reading(typeset(letter(), merchant(logo_key="logos/x.png"), SITE).html)
    assert without.sources == []
    assert with_logo.sources == [f"{SITE}/media/logos/x.png"]
    assert "Acme GmbH" in with_logo.text


def test_v18_only_the_link_takes_the_token_whatever_people_wrote():
    url = f"{SITE}/acme/accept#{SECRET}"
    written = letter(
        subject=SECRET, greeting=SECRET, paragraphs=(SECRET,), facts=((SECRET, SECRET),), quote=SECRET, closing=(SECRET,),
        preheader=SECRET, action=Action(SECRET, url),
    )  # fmt: skip
    mail = typeset(written, merchant(name=SECRET), SITE)
    assert fill_secret(mail.text, "t0ken").count("t0ken") == 1
    assert fill_secret(mail.html, "t0ken").count("t0ken") == 3  # the button, the address below it, and that as text
    assert SECRET not in mail.subject + mail.sender_name


def test_a_letter_without_a_token_is_left_alone():
    assert fill_secret(f"{SECRET} stays", None) == f"{SECRET} stays"


@pytest.mark.parametrize("sign", ["\r\n", "\n", "\r", "\u2028", "\u2029", "\x00", "\x85", "\x1f", "\u202e", "\u2066"])
def test_v14_subjects_and_senders_are_single_lines(sign):
    mail = typeset(letter(subject=f"Hello{sign}Bcc: eve@example.com"), merchant(), SITE)
    assert sign not in mail.subject
    assert "\n" not in mail.subject
    assert header_line(f"Acme{sign}") == "Acme"


def test_a_very_long_subject_is_cut():
    assert len(header_line("word " * 100)) == 200


def test_the_preheader_is_the_first_paragraph_unless_it_says_otherwise():
    assert Reading(typeset(letter(), merchant(), SITE).html).text.count("Here is your invoice.") == 2
    assert "Pay by Monday" in Reading(typeset(letter(preheader="Pay by Monday"), merchant(), SITE).html).text


def test_fixed_phrases_follow_the_language_of_the_letter():
    mail = typeset(letter(language="de"), merchant(), SITE)
    assert "Falls die Schaltfläche nicht funktioniert" in mail.html
    assert "Ihre Antwort geht an billing@acme.example." in mail.text
    assert '<html lang="de">' in mail.html


def test_answers_go_to_the_merchant_unless_the_letter_says_otherwise():
    assert typeset(letter(), merchant(), SITE).reply_to == "billing@acme.example"
    mail = typeset(letter(reply_to="ada@example.com"), merchant(), SITE)
    assert mail.reply_to == "ada@example.com"
    assert "ada@example.com" in mail.text


@pytest.mark.parametrize("accent", ["#ffffff", "#000000", "#ffe14d", "#1a5fb4"])
def test_the_button_can_be_read_in_any_accent(accent):
    html = typeset(letter(), merchant(accent=accent), SITE).html
    found = re.search(r"background:(#\w{6});color:(#\w{6});font-size:16px", html)
    assert found and found[1] == accent
    assert colour.contrast(found[1], found[2]) >= colour.TEXT


def test_light_and_dark_have_their_colours():
    html = typeset(letter(), merchant(), SITE).html
    assert '<meta name="color-scheme" content="light dark">' in html
    assert "prefers-color-scheme:dark" in html

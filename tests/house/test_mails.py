"""Promises about every mail the product writes."""

import ast
import re
from pathlib import Path

import pytest

from chalicelib.adapters import mailer
from tests.fixtures.mails import SITE, TOKEN, a_merchant, mails

MAILS = {name: (sheet, mail) for name, sheet, mail in mails()}
SLICES = Path(__file__).parents[2] / "chalicelib"
_LINK = re.compile(r"https?://[^\s<>\"]+")


@pytest.fixture(params=MAILS)
def mail(request):
    """Each mail in turn."""
    return MAILS[request.param][1]


@pytest.fixture
def sheet(request, mail):
    return next(sheet for sheet, other in MAILS.values() if other is mail)


def test_the_first_link_is_the_task_alone_on_its_line(mail, sheet):
    action = sheet.letter.action
    assert action is not None
    url = action.url.replace("{secret}", TOKEN)
    assert _LINK.findall(mail.text)[0] == url
    assert url in mail.text.splitlines()
    assert re.findall(r'href="([^"]+)"', mail.html)[0] == url


def test_v13_the_link_leads_to_the_portal_of_the_settings_and_nowhere_else(mail, sheet):
    assert sheet.letter.action.url.startswith((f"{SITE}/mueller/", f"{SITE}/merchant/"))


@pytest.mark.asvs("14.2.1")
def test_a_token_stands_in_the_fragment_only(mail, sheet):
    if sheet.secret:
        before, _, fragment = sheet.letter.action.url.partition("#")
        assert (fragment, "{secret}" in before) == ("{secret}", False)
    assert (TOKEN in mail.text) == bool(sheet.secret)
    assert TOKEN not in mail.subject


def test_v18_no_place_is_left_to_fill(mail):
    assert not re.search(r"\{\w+\}", mail.subject + mail.text)
    assert not re.search(r"\{\w+\}", re.sub(r"<style>.*?</style>", "", mail.html, flags=re.DOTALL))


def test_it_names_the_merchant_and_where_an_answer_goes(mail):
    assert mail.sender_name == "Müller & Söhne GmbH"
    assert mail.reply_to and mail.reply_to in mail.text


def test_its_language_is_said_and_spoken(mail, request):
    language = request.node.callspec.params["mail"].rpartition("-")[2]
    assert mail.language == language
    assert f'<html lang="{language}">' in mail.html
    assert ("Guten Tag" in mail.text) == (language == "de")


def test_a_german_mail_goes_on_in_lower_case_after_its_greeting(mail):
    """After a greeting that ends in a comma the sentence goes on, unless its first word is a name or a noun."""
    if mail.language == "de":
        first = mail.text.split("\n\n")[1].split()[0]
        assert first not in {"Hier", "Vielen", "Die", "Der", "Das", "Ihre", "Ihr", "Im", "Für", "Eine", "Nach"}


def test_it_can_be_sent_and_is_not_cut_by_mailboxes(mail):
    assert len(mail.html.encode()) < 20_000  # large mailboxes cut at 102 kB
    assert mailer.prepare(mail).content


def writers(text):
    """Names of the public functions that answer a Sheet."""
    functions = [node for node in ast.parse(text).body if isinstance(node, ast.FunctionDef)]
    return [
        node.name for node in functions if node.name[0] != "_" and node.returns and ast.unparse(node.returns) == "Sheet"
    ]


def test_every_function_that_writes_a_mail_is_among_these():
    known = (Path(__file__).parents[1] / "fixtures" / "mails.py").read_text()
    written = [
        f"{path.parent.name}.{name}(" for path in SLICES.glob("*/emails*.py") for name in writers(path.read_text())
    ]
    assert [name for name in written if name not in known] == []


def test_a_merchant_with_nothing_but_a_name_and_an_address_writes_too():
    bare = a_merchant(phone="", website=None, address={}, name="A")
    assert all(mail.text and mail.html for _, _, mail in mails(bare))

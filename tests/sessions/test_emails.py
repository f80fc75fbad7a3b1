"""What people are told about their way in: in their language, with one link from the settings, in plain words."""

import re

import pytest

from chalicelib.core.letters import SECRET
from chalicelib.sessions import emails
from chalicelib.sessions.entity import Member
from tests.fixtures.people import a_client, a_staff_member

SITE = "https://portal.example.com"
LETTERS = [
    lambda member: emails.reset(member, SITE, "the-token"),
    lambda member: emails.password_changed(member, SITE),
    lambda member: emails.session_killed(member, SITE),
    lambda member: emails.signed_in_after_failures(member, SITE, "Firefox, Linux"),
    lambda member: emails.signed_in_after_failures(member, SITE, ""),
    lambda member: emails.second_factor_changed(member, SITE, on=True),
    lambda member: emails.second_factor_changed(member, SITE, on=False),
    lambda member: emails.passkey_changed(member, SITE, added=True),
    lambda member: emails.passkey_changed(member, SITE, added=False),
]


def person(acme, kind: str, language: str) -> Member:
    if kind == "client":
        return a_client("ten_acme", "cus_one", "Emmy", language=language).member
    return a_staff_member("ten_acme", "support", language=language).member


@pytest.mark.parametrize("kind", ["client", "staff"])
@pytest.mark.parametrize("language", ["en", "de"])
def test_every_letter_speaks_the_persons_language_and_leads_to_the_persons_pages(acme, kind, language):
    member = person(acme, kind, language)
    place = f"{SITE}/acme/" if kind == "client" else f"{SITE}/merchant/"
    for write in LETTERS:
        letter = write(member).letter
        assert (letter.to, letter.language) == (member.row.email, language)
        assert letter.greeting.startswith("Guten Tag" if language == "de" else "Hello")
        assert letter.action is not None and letter.action.url.startswith(place)
        assert "Acme GmbH" in letter.subject
        assert "\n" not in letter.subject
        written = " ".join((letter.subject, letter.greeting, *letter.paragraphs, *letter.closing, letter.action.label))
        assert all(letter.paragraphs) and not re.search(r"[{}]|None|  ", written)


def test_only_the_reset_holds_a_token_and_only_in_its_link(acme):
    member = person(acme, "client", "en")
    reset, *others = (write(member) for write in LETTERS)
    assert reset.secret == "the-token" and reset.letter.action.url == f"{SITE}/acme/reset#{SECRET}"
    assert "the-token" not in repr(reset.letter)
    assert all(sheet.secret is None and SECRET not in repr(sheet.letter) for sheet in others)


def test_a_person_without_a_name_is_greeted_all_the_same(acme):
    member = a_client("ten_acme", "cus_one", "", last_name="", email="x@example.com").member
    assert emails.password_changed(member, SITE).letter.greeting == "Hello,"


def test_V18_a_name_that_looks_like_a_placeholder_stays_what_it_is(acme):
    member = a_client("ten_acme", "cus_one", "{secret}", email="x@example.com").member
    sheet = emails.reset(member, SITE, "the-token")
    assert sheet.letter.greeting == "Hello {secret} Example,"

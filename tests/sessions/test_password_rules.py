"""Passwords: twelve characters, no composition rules, nothing that attackers try first."""

import pytest

from chalicelib.core.errors import Invalid
from chalicelib.sessions.password_rules import check_password, is_common

KNOWN = ("Ada", "Lovelace", "ada.king@engines.example", "Blue River GmbH", "blueriver")


@pytest.mark.parametrize(
    "password",
    ["correct horse battery staple", "sturdy maple kettle", "kX9#vLq2mZ8p", "   spaces count   ", "ünïcödé über alles",
     "日本語の長い合言葉です。よし", "abc de fg hi jk lm no"],
)  # fmt: skip
@pytest.mark.asvs("6.2.5")
def test_long_and_unusual_is_enough(password):
    check_password(password, KNOWN)


@pytest.mark.parametrize(
    "password",
    ["password1234", "Password1234!", "P@ssw0rd2024!", "passwordpassword", "qwertyuiop12", "1q2w3e4r5t6y", "123456789012",
     "111111111111", "abcabcabcabc", "iloveyouforever", "Summer2024!!!", "Willkommen2024", "letmeinletmein", "qazwsxedcrfv",
     "manchesterunited", "1qaz2wsx3edc", "asdfghjkl123", "football12345", "Geheim123456", "admin@admin123", "zxcvbnmasdfg"],
)  # fmt: skip
@pytest.mark.asvs("6.2.4")
def test_what_attackers_try_first_is_refused(password):
    assert is_common(password)
    with pytest.raises(Invalid) as refusal:
        check_password(password, ())
    assert "guess" in refusal.value.errors[0][1]


@pytest.mark.parametrize(
    "password",
    [
        "my LOVELACE engine",
        "for the king and me",
        "engines never sleep",
        "riverside houses",
        "blue-green mountains",
        "my clientportal key",
    ],
)
@pytest.mark.asvs("6.2.11")
def test_words_of_the_context_from_four_letters_on_are_refused(password):
    with pytest.raises(Invalid) as refusal:
        check_password(password, KNOWN)
    assert "name" in refusal.value.errors[0][1]


def test_words_of_three_letters_and_numbers_are_no_context():
    check_password("adamant winds 1912", ("Ada", "1912 GmbH"))


@pytest.mark.parametrize(("password", "word"), [("x" * 11, "12"), ("", "12"), ("kX9#vLq2mZ8p" * 11, "128")])
@pytest.mark.asvs("6.2.1")
def test_the_length_is_told(password, word):
    with pytest.raises(Invalid) as refusal:
        check_password(password, (), "new_password")
    assert refusal.value.errors[0][0] == "new_password"
    assert word in refusal.value.errors[0][1]


@pytest.mark.asvs("6.2.9")
def test_128_characters_are_accepted():
    check_password(("many different words, " * 6)[:128], ())

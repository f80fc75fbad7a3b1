"""Field types: what is refused, and how a value is kept."""

import pytest
from pydantic import TypeAdapter, ValidationError

from chalicelib.core import fields


def read(kind, value):
    return TypeAdapter(kind).validate_python(value)


def test_an_address_is_kept_in_one_form():
    assert read(fields.Email, "Ada.Lovelace@Example.COM") == "ada.lovelace@example.com"


@pytest.mark.parametrize(
    "address",
    [
        "", "ada", "ada@", "@example.com", "ada@example", "ada@@example.com", "a b@example.com", "ada@example.com,eve@example.com",
        "ada@example.com\nBcc: eve@example.com", "ada@example.com\u2028", "ａda@example.com", "ada@exampłe.com", "ada@ex\u200bample.com",
        "<ada@example.com>", "ada@[127.0.0.1]", ".ada@example.com", "a" * 65 + "@example.com", "a@" + "b" * 250 + ".com", "ı@example.com",
    ],
)  # fmt: skip
def test_v33_v14_what_is_not_one_plain_address_is_refused(address):
    with pytest.raises(ValidationError):
        read(fields.Email, address)


@pytest.mark.parametrize("text", ["a\nb", "a\rb", "a\0b", "a\u2028b", "a\x85b", "\ufeffa", "a\tb"])
def test_v14_a_line_is_one_line(text):
    with pytest.raises(ValidationError):
        read(fields.Line, text)


def test_names_of_every_script_are_kept_whole():
    for name in ("Ἀθηνᾶ", "山田太郎", "محمد", "Łukasz O'Brien-Müller"):
        assert read(fields.Name, name) == name


@pytest.mark.parametrize(
    "name", ["ab", "Acme", "-acme", "acme-", "ac me", "merchant", "sign-in", "a" * 41, "acme/x", "äcme"]
)
def test_a_portal_name_is_plain_and_free_of_our_own_words(name):
    with pytest.raises(ValidationError):
        read(fields.PortalName, name)


@pytest.mark.parametrize("quantity", ["0", "-1", "1e3", "NaN", "1,5", "1.23456", "10000000", ""])
def test_a_quantity_is_a_positive_plain_decimal(quantity):
    with pytest.raises(ValidationError):
        read(fields.Quantity, quantity)


@pytest.mark.parametrize("amount", [1.5, "5", True, -1, 10**12 + 1])
@pytest.mark.asvs("1.4.2")
def test_an_amount_is_a_whole_number_of_minor_units(amount):
    with pytest.raises(ValidationError):
        read(fields.Amount, amount)


@pytest.mark.parametrize(
    "url",
    ["http://example.com", "javascript:alert(1)", "https://", "https://exa mple.com", 'https://a.example/"><script>'],
)
def test_v30_a_web_address_is_https_and_plain(url):
    with pytest.raises(ValidationError):
        read(fields.WebAddress, url)

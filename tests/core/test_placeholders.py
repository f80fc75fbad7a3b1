"""Places in a text are filled once, with what is known."""

from chalicelib.core.placeholders import fill


def test_a_known_place_is_filled_and_an_unknown_one_stays():
    assert fill("{merchant} for {nobody}", {"merchant": "Acme"}) == "Acme for {nobody}"


def test_v18_a_value_is_never_read_as_a_template():
    assert fill("{a} {b}", {"a": "{b}", "b": "{a}"}) == "{b} {a}"


def test_v18_attributes_and_formats_are_no_places():
    text = "{merchant.__class__} {merchant!r} {0} {merchant:>9} ${merchant} %(merchant)s"
    assert fill(text, {"merchant": "Acme"}) == text.replace("${merchant}", "$Acme")

"""The form of tax numbers."""

import pytest

from chalicelib.core.tax_ids import tax_id

GOOD = [
    "", "DE 136695976", "de 136 695 976", "ATU12345678", "BE 0123 456 789", "NL123456789B01", "FR 12 345 678 901",
    "IE1234567WA", "SE 1234 5678 9012", "XI 123 456 789", "EL 123 456 789", "GB 123 456 789",
    "CHE-123.456.789 MWST", "37/123/456 78", "12-3456789",
    "ESAPK1234A", "ELE850101AB1",
]  # fmt: skip
BAD = [
    "DE12345",
    "DE 136 695 976 012",
    "ATU1234567",
    "BE 2123 456 789",
    "NL 123 456 789",
    "IT123",
    "no number",
    "-1",
    "1",
    "1" * 41,
    "DE１３６６９５９７６",
    "1<b>",
]


@pytest.mark.parametrize("text", GOOD)
def test_a_tax_number_is_kept_as_it_was_written(text):
    assert tax_id(text) == text


@pytest.mark.parametrize("text", BAD)
def test_what_cannot_be_one_is_refused(text):
    with pytest.raises(ValueError, match="tax number"):
        tax_id(text)

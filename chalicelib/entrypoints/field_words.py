"""What is wrong with a field, in plain English: one table for everything pydantic may find; no pattern, class or type of ours shows."""

from collections.abc import Mapping
from typing import Any

_TEXT, _WHOLE, _SWITCH = "Please send text.", "Please send a whole number.", "Please send true or false."
_OBJECT, _LIST, _DAY = "Please send a JSON object.", "Please send a list.", "Please write a date as YYYY-MM-DD."

_SENTENCES: dict[str, str] = {
    "missing": "This field is required.",
    "extra_forbidden": "This field is not known here.",
    "none_required": "This field must be empty.",
    "string_type": _TEXT,
    "string_unicode": "Please use plain text.",
    "string_too_long": "Please use at most {max_length} characters.",
    "string_too_short": "Please use at least {min_length} characters.",
    "int_type": _WHOLE,
    "int_parsing": _WHOLE,
    "int_parsing_size": "This number is too large.",
    "int_from_float": _WHOLE,
    "finite_number": _WHOLE,
    "greater_than": "Please enter more than {gt}.",
    "greater_than_equal": "Please enter at least {ge}.",
    "less_than": "Please enter less than {lt}.",
    "less_than_equal": "Please enter at most {le}.",
    "bool_type": _SWITCH,
    "bool_parsing": _SWITCH,
    "date_type": _DAY,
    "date_parsing": _DAY,
    "date_from_datetime_parsing": _DAY,
    "date_from_datetime_inexact": _DAY,
    "list_type": _LIST,
    "tuple_type": _LIST,
    "too_short": "Please give at least {min_length}.",
    "too_long": "Please give at most {max_length}.",
    "dict_type": _OBJECT,
    "model_type": _OBJECT,
    "model_attributes_type": _OBJECT,
}
_PATTERNS: dict[str, str] = {
    r"^[0-9]{1,7}(\.[0-9]{1,4})?$": "Please write a number as text, such as 2 or 1.5, with at most 4 decimals.",
    r"^[0-9]{1,3}(\.[0-9]{1,3})?$": "Please write a percentage as text, such as 19 or 7.5, with at most 3 decimals.",
    r"^[0-9]{1,5}(\.[0-9]{1,2})?$": "Please write hours as text, such as 2 or 7.5, with at most 2 decimals.",
    r"^(en|de)$": "Please use one of: en, de.",
    r"^$": "This field must be empty.",
    r"^[0-9]{6}$": "Please enter the six digits that the app shows.",
    r"^[0-9]{4}-(0[1-9]|1[0-2])$": "Please write a month as YYYY-MM.",
    r"^[A-Z0-9 ]*$": "Please use capital letters, digits and spaces only.",
    r"^[A-Z0-9]*$": "Please use capital letters and digits only.",
    r"^[A-Za-z0-9][A-Za-z0-9_.-]*$": "Please use letters, digits, dots, hyphens and underscores, a letter or digit first.",
    r"^[A-Za-z0-9_-]+$": "Please send base64url without padding.",
    r"^(/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)+/?$": "Please give a path of the site, such as /acme/invoices.",
}
NOT_TAKEN = "This value is not taken here."
"""For what the tables do not know; a test of the house finds the fields that would say no more than this."""


def sentence_of(item: Mapping[str, Any]) -> str:
    """The sentence for one finding of pydantic; only limits are taken from it, never what was sent (V31)."""
    kind, limits = item["type"], item.get("ctx", {})
    if kind == "value_error":  # our own sentence
        return _ended(str(item["msg"]).removeprefix("Value error, "))
    if kind == "string_pattern_mismatch":
        return _PATTERNS.get(limits["pattern"], NOT_TAKEN)
    if kind == "literal_error":
        return _choice(limits["expected"])
    if kind == "string_too_short" and limits["min_length"] == 1:
        return "This field must not be empty."
    if kind == "too_short" and limits["min_length"] == 1:
        return "Please give at least one."
    return _SENTENCES.get(kind, NOT_TAKEN).format_map(limits)


def _choice(expected: str) -> str:
    """``'a', 'b' or 'c'`` as people write it; an empty text is one that may be left empty."""
    words = expected.replace("'", "").replace(" or ", ", ")
    return f"Please use one of: {words}." if words else "This field must be empty."


def _ended(message: str) -> str:
    return message if message.endswith((".", "?", "!")) else f"{message}."

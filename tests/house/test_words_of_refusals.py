"""What is refused is said in plain English: whatever is sent as whatever field, no message shows a pattern, a class or a type."""

import re
import types
import typing
from typing import Annotated

import pytest
from pydantic import BaseModel, Field, ValidationError

from app import app
from chalicelib.entrypoints.field_words import NOT_TAKEN
from chalicelib.entrypoints.problems import invalid
from chalicelib.entrypoints.router import ROUTES

assert app
SCHEMAS = sorted(
    {part[1] for route in ROUTES for part in (route.body, route.query) if part}, key=lambda model: model.__name__
)
WRONG = [
    None, True, 1, 0, -1, 1.5, 10**30, float("inf"), "", " ", "x", "X1", "x" * 5000, "\0", "a\nb", "\ud800", "2026-13-45", "nan",
    "1e9", "-1", "not/a path", "ftp://x", "a@b", [], ["x"], [1], [None], [[]], ["x"] * 500, {}, {"x": 1}, [{}], [{"x": 1}],
]  # fmt: skip
MACHINERY = re.compile(
    r"[\\^$*{}|]|\[|\(\?|https?://errors|\b(?:str|int|bool|float|dict|tuple|NoneType|None|True|False|Decimal|Secret\w*|"
    r"pydantic|regex|pattern|instance|Input should|Value error|String should|model|attribute|unicode|surrogates)\b"
)
CLASSES = re.compile(r"\b[A-Z][a-z]+(?:[A-Z][a-z]+)+\b")


def models_in(annotation):
    """Every schema inside a field, with how a value of it is wrapped."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation, lambda value: value
        return
    origin, parts = typing.get_origin(annotation), typing.get_args(annotation)
    if origin is Annotated:
        yield from models_in(parts[0])
    elif origin in (list, tuple):
        for model, wrap in models_in(parts[0]):
            yield model, lambda value, wrap=wrap: [wrap(value)]
    elif origin in (typing.Union, types.UnionType):
        for part in parts:
            yield from models_in(part)


def wrong_bodies(model, wrap=lambda body: body):
    """The schema with a wrong value in one field, for each field and value, inner schemas too."""
    for name, described in model.model_fields.items():
        for value in WRONG:
            yield wrap({name: value})
        for inner, around in models_in(described.annotation):
            yield from wrong_bodies(inner, lambda body, name=name, around=around: wrap({name: around(body)}))


def told(model, body):
    """The messages of the refusal by path; none if the value is taken after all."""
    try:
        model.model_validate(body)
    except ValidationError as error:
        return dict(invalid(error).errors)
    return {}


def unfit(message):
    """What no person should have to read."""
    plain = re.sub(r"https://|#1a5fb4", "", message)
    whole = re.fullmatch(r"[A-Z].*[.?!]", message, re.DOTALL)
    return message == NOT_TAKEN or not whole or MACHINERY.search(plain) or CLASSES.search(plain)


@pytest.mark.parametrize("model", SCHEMAS, ids=lambda model: model.__name__)
def test_no_message_shows_a_pattern_a_class_or_a_type(model):
    bodies = [*wrong_bodies(model), *WRONG]
    wrong = {(path, message) for body in bodies for path, message in told(model, body).items() if unfit(message)}
    assert wrong == set()


def test_every_constrained_field_is_reached():
    """A text of five thousand letters and a list of five hundred fit nowhere, so no field is left unasked."""
    assert len(SCHEMAS) >= 35
    for model in SCHEMAS:
        asked = {path.split(".")[0] for body in wrong_bodies(model) for path in told(model, body)}
        assert set(model.model_fields) <= asked, model.__name__


class Odd(BaseModel):
    """A schema nobody found words for."""

    code: Annotated[str, Field(pattern=r"^odd\d$")] = ""
    part: bytes = b""


def test_a_field_without_words_is_found_out():
    messages = [message for body in wrong_bodies(Odd) for message in told(Odd, body).values()]
    assert NOT_TAKEN in messages
    assert all(unfit(raw) for raw in (
        "String should match pattern '^odd\\d$'.", "Input should be a valid string.", "Please send an OddThing.", "no end",
    ))  # fmt: skip


@pytest.mark.parametrize(
    ("path", "body", "field", "message"),
    [
        ("/merchant/invoices", {"lines": [{"quantity": "x"}]}, "lines.0.quantity",
         "Please write a number as text, such as 2 or 1.5, with at most 4 decimals."),
        ("/merchant/invoices", {"customer_id": "../x"}, "customer_id",
         "Please use letters, digits, dots, hyphens and underscores, a letter or digit first."),
        ("/merchant/invoices", {"lines": []}, "lines", "Please give at least one."),
        ("/merchant/customers", {"language": "fr"}, "language", "Please use one of: en, de."),
        ("/merchant/customers", {"display_name": ""}, "display_name", "This field must not be empty."),
        ("/merchant/customers", {"billing_address": 1}, "billing_address", "Please send a JSON object."),
        ("/merchant/staff", {"role": "king"}, "role", "Please use one of: support, accountant, admin, owner."),
    ],
)  # fmt: skip
def test_people_read_what_is_expected(api, staff, path, body, field, message):
    reply = api.post(path, body, token=staff().token)
    assert {"path": field, "message": message} in reply.json["errors"]

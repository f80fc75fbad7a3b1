"""Cursors of lists: sort-key parts only, signed for one tenant, customer, route and set of filters."""

import base64
import json

from chalicelib.adapters import secrets
from chalicelib.adapters.dynamodb import Slot
from chalicelib.core.errors import Malformed


class CursorNotValid(Malformed):
    sentence = "This cursor does not belong to this list."


def encode(slot: Slot | None, *binding: str) -> str | None:
    """``next_cursor`` for the page after ``slot``, usable only with the same ``binding``."""
    if slot is None:
        return None
    text = json.dumps(slot.parts, separators=(",", ":"), sort_keys=True)
    body = base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")
    return f"{body}.{_signature(text, binding)}"


def decode(cursor: str | None, *binding: str) -> Slot | None:
    """The slot that ``encode`` wrote. Raises CursorNotValid (400) for anything else."""
    if cursor is None:
        return None
    body, _, signature = cursor.partition(".")
    try:
        text = base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)).decode()
    except ValueError as error:
        raise CursorNotValid from error
    if not secrets.same(signature, _signature(text, binding)):
        raise CursorNotValid
    return Slot(json.loads(text))


def _signature(text: str, binding: tuple[str, ...]) -> str:
    return secrets.sign("cursor", json.dumps([text, *binding]))

"""Texts with places to fill: ``{name}`` and nothing else, each filled once (V18)."""

import re
from collections.abc import Mapping

_PLACE = re.compile(r"\{([a-z_]+)\}")


def fill(text: str, values: Mapping[str, str]) -> str:
    """``{name}`` becomes its value if it is known and stays as it is if not; what a value says is never read again."""
    return _PLACE.sub(lambda place: values.get(place[1], place[0]), text)

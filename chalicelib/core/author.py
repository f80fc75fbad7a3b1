"""Who said something, as both sides see it."""

from typing import Literal

from chalicelib.core.model import Model

Side = Literal["client", "staff"]


class AuthorView(Model):
    """Who wrote it, and on which side they stand."""

    name: str
    kind: Side

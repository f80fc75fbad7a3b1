"""Pages of lists: what every list route takes and answers."""

from typing import Annotated, Generic, TypeVar

from pydantic import ConfigDict, Field

from chalicelib.core.model import Model

Item = TypeVar("Item")


class Request(Model):
    """Base of all bodies and queries: unknown fields are refused, text is trimmed."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True, frozen=True)


class PageQuery(Request):
    """How much of a list to answer, and from where."""

    limit: Annotated[int, Field(ge=1, le=100, description="Items a page, 1 to 100.")] = 25
    cursor: Annotated[str | None, Field(max_length=1000, description="`next_cursor` of the page before.")] = None


class Page(Model, Generic[Item]):
    """One page of a list; ``next_cursor`` is null on the last."""

    items: list[Item]
    next_cursor: str | None = None

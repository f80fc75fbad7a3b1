"""One page of a short list that was read whole."""

from typing import TypeVar

from chalicelib.adapters import cursors
from chalicelib.adapters.dynamodb import Slot
from chalicelib.core.page import Page, PageQuery
from chalicelib.sessions.schemas import CustomerChoice, SessionView

Item = TypeVar("Item", SessionView, CustomerChoice)


def cut(items: list[Item], query: PageQuery, *binding: str) -> Page[Item]:
    """The items after the cursor's, at most ``limit`` of them; an item that went in the meantime begins from the top."""
    slot = cursors.decode(query.cursor, *binding)
    names = [item.id for item in items]
    start = names.index(slot.parts["id"]) + 1 if slot and slot.parts["id"] in names else 0
    shown, rest = items[start : start + query.limit], items[start + query.limit :]
    after = Slot({"id": shown[-1].id}) if rest else None
    return Page(items=shown, next_cursor=cursors.encode(after, *binding))

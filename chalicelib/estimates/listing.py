"""Pages of estimates: what is open changes with the calendar, so it is judged as it is read."""

import heapq
from collections.abc import Iterator
from datetime import date
from itertools import islice

from chalicelib.adapters.dynamodb import Slot
from chalicelib.core.identity import partition
from chalicelib.estimates import store
from chalicelib.estimates.entity import Estimate, Status
from chalicelib.estimates.rules import as_offered, status_of

_Stream = Iterator[Estimate]


def page_for_client(
    pk: str, status: Status | None, today: date, limit: int, after: Slot | None
) -> tuple[list[Estimate], Slot | None]:
    """One page of a customer's estimates as they were last sent, newest first; drafts are nobody's business."""
    below, page = _place(after), limit + 1
    if status is None:
        stream = store.stream_offered(pk, below, page)
    elif status == "expired":
        stream = _merged(store.stream_group(pk, "open", below, page), store.stream_group(pk, "expired", below, page))
    elif status == "draft":
        return [], None
    else:
        stream = store.stream_group(pk, "open" if status in ("sent", "viewed") else status, below, page)
    shown = (one for one in map(as_offered, stream) if one is not None)
    return _page((one for one in shown if status in (None, status_of(one, today))), limit)


def page_for_staff(
    tenant_id: str, customer_id: str | None, status: Status | None, today: date, limit: int, after: Slot | None
) -> tuple[list[Estimate], Slot | None]:
    """One page of a merchant's estimates, or of one customer's, drafts too, newest first."""
    below, page = _place(after), limit + 1
    if customer_id is None:
        stream = store.stream_tenant(tenant_id, below, page)
    else:
        pk = partition(tenant_id, customer_id)
        stream = _merged(store.stream_offered(pk, below, page), store.stream_group(pk, "draft", below, page))
    return _page((one for one in stream if status in (None, status_of(one, today))), limit)


def _place(after: Slot | None) -> str | None:
    return after.parts["place"] if after else None


def _merged(*streams: _Stream) -> _Stream:
    return heapq.merge(*streams, key=store.place, reverse=True)


def _page(stream: _Stream, limit: int) -> tuple[list[Estimate], Slot | None]:
    found = list(islice(stream, limit + 1))
    page = found[:limit]
    return page, Slot({"place": store.place(page[-1])}) if len(found) > limit else None

"""Pages of estimates: what is open changes with the calendar, so it is judged as it is read."""

import heapq
from collections.abc import Iterator
from datetime import date
from itertools import islice

from chalicelib.adapters.dynamodb import Slot
from chalicelib.core.identity import partition
from chalicelib.estimates import store
from chalicelib.estimates.entity import OPEN_STATUSES, STATUSES, Estimate, Status
from chalicelib.estimates.rules import as_offered, status_of

_Stream = Iterator[Estimate]


def page_for_client(
    pk: str, statuses: frozenset[Status], today: date, limit: int, after: Slot | None
) -> tuple[list[Estimate], Slot | None]:
    """One page of a customer's estimates as they were last sent, newest first; drafts are nobody's business."""
    below, page = _place(after), limit + 1
    if statuses >= {*STATUSES} - {"draft"}:
        stream = store.stream_offered(pk, below, page)
    else:
        stream = _merged(*(store.stream_group(pk, group, below, page) for group in _groups_of(statuses)))
    shown = (one for one in map(as_offered, stream) if one is not None)
    return _page((one for one in shown if status_of(one, today) in statuses), limit)


def _groups_of(statuses: frozenset[Status]) -> list[str]:
    """Under what they are kept: what is open, or was until its last day passed, is one group."""
    open_ones = statuses & {*OPEN_STATUSES, "expired"}
    return sorted({*(["open"] if open_ones else []), *(statuses - {*OPEN_STATUSES, "draft"})})


def page_for_staff(
    tenant_id: str, customer_id: str | None, statuses: frozenset[Status], today: date, limit: int, after: Slot | None
) -> tuple[list[Estimate], Slot | None]:
    """One page of a merchant's estimates, or of one customer's, drafts too, newest first."""
    below, page = _place(after), limit + 1
    if customer_id is None:
        stream = store.stream_tenant(tenant_id, below, page)
    else:
        pk = partition(tenant_id, customer_id)
        stream = _merged(store.stream_offered(pk, below, page), store.stream_group(pk, "draft", below, page))
    return _page((one for one in stream if status_of(one, today) in statuses), limit)


def _place(after: Slot | None) -> str | None:
    return after.parts["place"] if after else None


def _merged(*streams: _Stream) -> _Stream:
    return heapq.merge(*streams, key=store.place, reverse=True)


def _page(stream: _Stream, limit: int) -> tuple[list[Estimate], Slot | None]:
    found = list(islice(stream, limit + 1))
    page = found[:limit]
    return page, Slot({"place": store.place(page[-1])}) if len(found) > limit else None

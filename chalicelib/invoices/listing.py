"""Which indexes answer which question, so that a page costs the same after five invoices and after five thousand.

What is open is little and changes with the calendar: it is read by due date and judged today. What is paid or void only
grows: it is read in the order of the list, page by page. Streams of invoices are merged as far as the page needs.
"""

import heapq
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice

from chalicelib.adapters.dynamodb import Slot
from chalicelib.invoices import store
from chalicelib.invoices.entity import OPEN_STATUSES, Invoice, Status
from chalicelib.invoices.rules import status_of

_OPEN = frozenset(OPEN_STATUSES)
_ISSUED: frozenset[Status] = _OPEN | {"paid", "void"}
_ALL: frozenset[Status] = _ISSUED | {"draft"}
Streams = list[Iterator[Invoice]]


@dataclass(frozen=True)
class Wanted:
    """What a list is to show: statuses as they are ``today``, and at most one plan and one subscription."""

    statuses: frozenset[Status]
    today: date
    plan: str | None = None
    subscription: str | None = None

    def has(self, invoice: Invoice) -> bool:
        """Whether the invoice belongs to the list."""
        return (
            status_of(invoice, self.today) in self.statuses
            and self.plan in (None, invoice.plan_code)
            and self.subscription in (None, invoice.subscription_id)
        )

    def only(self, *statuses: Status) -> "Wanted":
        """The same list, but only what of it has these statuses."""
        return Wanted(self.statuses & frozenset(statuses), self.today, self.plan, self.subscription)

    @property
    def binding(self) -> tuple[str, ...]:
        """What a cursor of this list is bound to; not the day, so that a page can be turned at midnight."""
        return (",".join(sorted(self.statuses)), self.plan or "", self.subscription or "")


def statuses_of(names: Iterable[str], *, drafts: bool) -> frozenset[Status]:
    """The statuses that a filter means: ``open`` is four of them, no filter is all that one may see."""
    visible = _ALL if drafts else _ISSUED
    given = set(names)
    wanted = {status for status in visible if status in given or ("open" in given and status in _OPEN)}
    return frozenset(wanted) if given else visible


def page_of_customer(pk: str, wanted: Wanted, limit: int, after: Slot | None) -> tuple[list[Invoice], Slot | None]:
    """One page of a customer's invoices, newest first."""
    return _page(_of_customer(pk, wanted, _place(after), limit + 1), limit)


def page_of_tenant(tenant_id: str, wanted: Wanted, limit: int, after: Slot | None) -> tuple[list[Invoice], Slot | None]:
    """One page of a merchant's invoices, newest first."""
    return _page(_of_tenant(tenant_id, wanted, _place(after), limit + 1), limit)


def _place(after: Slot | None) -> str | None:
    return after.parts["place"] if after else None


def _page(streams: Streams, limit: int) -> tuple[list[Invoice], Slot | None]:
    found: dict[str, Invoice] = {}
    for invoice in heapq.merge(*streams, key=store.place, reverse=True):
        found.setdefault(invoice.id, invoice)
        if len(found) > limit:
            break
    page = list(islice(found.values(), limit))
    return page, Slot({"place": store.place(page[-1])}) if len(found) > limit else None


def _of_customer(pk: str, wanted: Wanted, after: str | None, page: int) -> Streams:
    drafts = [_kept(wanted.only("draft"), store.stream_group(pk, "draft", after, page))]
    drafts = drafts if "draft" in wanted.statuses else []
    if wanted.statuses >= _ISSUED:
        return [*drafts, _kept(wanted.only(*_ISSUED), _history(pk, wanted, after, page))]
    streams = drafts
    if wanted.statuses & _OPEN:
        streams.append(_kept(wanted.only(*_OPEN), _open(pk, wanted, after, page)))
    if "paid" in wanted.statuses:
        streams.append(_kept(wanted.only("paid"), _paid(pk, wanted, after, page)))
    if "void" in wanted.statuses:
        streams.append(_kept(wanted.only("void"), store.stream_group(pk, "void", after, page)))
    return streams


def _kept(wanted: Wanted, stream: Iterator[Invoice]) -> Iterator[Invoice]:
    return filter(wanted.has, stream)


def _history(pk: str, wanted: Wanted, after: str | None, page: int) -> Iterator[Invoice]:
    if wanted.subscription:
        return store.stream_subscription(pk, wanted.subscription, after, page)
    if wanted.plan:
        return store.stream_plan(pk, wanted.plan, after, page)
    return store.stream_issued(pk, after, page)


def _paid(pk: str, wanted: Wanted, after: str | None, page: int) -> Iterator[Invoice]:
    if wanted.subscription or wanted.plan:
        return _history(pk, wanted, after, 2 * page)  # most of a plan's invoices are paid, the newest may not be
    return store.stream_group(pk, "paid", after, page)


def _open(pk: str, wanted: Wanted, after: str | None, page: int) -> Iterator[Invoice]:
    if wanted.statuses >= _OPEN and not (wanted.plan or wanted.subscription):
        return store.stream_group(pk, "open", after, page)
    late = "overdue" in wanted.statuses
    timely = bool(wanted.statuses & (_OPEN - {"overdue"}))
    found = store.query_open(pk, due_from=None if late else wanted.today, due_before=None if timely else wanted.today)
    below = [invoice for invoice in found if after is None or store.place(invoice) < after]
    return iter(sorted(below, key=store.place, reverse=True))


def _of_tenant(tenant_id: str, wanted: Wanted, after: str | None, page: int) -> Streams:
    """Kept statuses are as fresh as the last sweep; what became overdue since then stands in an index of its own."""
    if wanted.statuses >= _ALL or (wanted.plan and wanted.statuses >= {"paid"}):
        stream = store.stream_tenant(tenant_id, after, page)
        if wanted.plan:
            stream = store.stream_tenant_plan(tenant_id, wanted.plan, after, page)
        return [_kept(wanted, stream)]
    streams = [
        _kept(wanted, store.stream_tenant_status(tenant_id, status, after, page)) for status in sorted(wanted.statuses)
    ]
    if "overdue" in wanted.statuses and not wanted.statuses >= _OPEN:
        late = [invoice for invoice in store.query_tenant_unmarked(tenant_id, wanted.today) if wanted.has(invoice)]
        below = [invoice for invoice in late if after is None or store.place(invoice) < after]
        streams.append(iter(sorted(below, key=store.place, reverse=True)))
    return streams

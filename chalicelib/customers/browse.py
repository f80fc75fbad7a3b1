"""Staff look through their customers."""

from itertools import islice

from chalicelib.adapters import cursors
from chalicelib.adapters.dynamodb import Slot
from chalicelib.adapters.parallel import together
from chalicelib.core.identity import StaffUser
from chalicelib.core.page import Page
from chalicelib.customers import store
from chalicelib.customers.entity import Customer
from chalicelib.customers.schemas import CustomerQuery, CustomerView

BY_EMAIL = "by_email_sk"
"""A cursor with this part stands among the addresses."""


def browse_customers(user: StaffUser, query: CustomerQuery) -> Page[CustomerView]:
    """The merchant's customers by name, or those whose name or e-mail address begins with ``q``, names first."""
    binding = (user.tenant_id, "customers", query.q)
    after = cursors.decode(query.cursor, *binding)
    found = _find(user.tenant_id, query.q, query.limit + 1, after)
    shown, more = found[: query.limit], len(found) > query.limit
    return Page(
        items=[CustomerView.of(customer) for customer in shown],
        next_cursor=cursors.encode(_place(shown[-1], query.q) if more else None, *binding),
    )


def _find(tenant_id: str, q: str, wanted: int, after: Slot | None) -> list[Customer]:
    """Up to ``wanted`` customers behind ``after``.

    A page costs one query, as other lists do, but for the first of a search, which asks both indexes at once (so it waits
    for one), and for the one on which the names end. No address holds a space, so that two words are a name.
    """
    if not q or " " in q:
        return _names(tenant_id, q, wanted, after)
    if after is None:
        names, emails = together(
            lambda: _names(tenant_id, q, wanted, None), lambda: _emails(tenant_id, q, wanted, None)
        )
        return [*names, *emails][:wanted]
    if BY_EMAIL in after.parts:
        return _emails(tenant_id, q, wanted, after)
    names = _names(tenant_id, q, wanted, after)
    return names if len(names) == wanted else [*names, *_emails(tenant_id, q, wanted - len(names), None)]


def _names(tenant_id: str, q: str, wanted: int, after: Slot | None) -> list[Customer]:
    return list(islice(store.stream_names(tenant_id, q, after, wanted), wanted))


def _emails(tenant_id: str, q: str, wanted: int, after: Slot | None) -> list[Customer]:
    """Those found by their address alone: whom the name finds too is among the names."""
    found = store.stream_emails(tenant_id, q, after, wanted)
    return list(islice((customer for customer in found if not _is_named(customer, q)), wanted))


def _is_named(customer: Customer, q: str) -> bool:
    return store.normal_name(customer.display_name).startswith(store.normal_name(q))


def _place(customer: Customer, q: str) -> Slot:
    return store.place(customer, "by_name" if _is_named(customer, q) else "by_email")

"""Clients and staff read what was said about a thing."""

from chalicelib.adapters import cursors
from chalicelib.comments import find, store
from chalicelib.comments.entity import Subject
from chalicelib.comments.schemas import CommentView
from chalicelib.core.identity import PortalUser, StaffUser
from chalicelib.core.page import Page, PageQuery

Comments = Page[CommentView]


def browse_comments_of_estimate(user: PortalUser, estimate_id: str, query: PageQuery) -> Comments:
    """What was said about an estimate, newest first. Raises SwitchedOff."""
    return _page(user, find.find_estimate(user, estimate_id), query)


def browse_comments_of_invoice(user: PortalUser, invoice_id: str, query: PageQuery) -> Comments:
    """What was said about an invoice, newest first. Raises SwitchedOff."""
    return _page(user, find.find_invoice(user, invoice_id), query)


def browse_comments_of_subscription(user: PortalUser, subscription_id: str, query: PageQuery) -> Comments:
    """What was said about a subscription, newest first. Raises SwitchedOff."""
    return _page(user, find.find_subscription(user, subscription_id), query)


def browse_staff_comments_of_estimate(user: StaffUser, estimate_id: str, query: PageQuery) -> Comments:
    """What was said about an estimate, newest first; also what was said before comments were switched off."""
    return _page(user, find.find_estimate(user, estimate_id), query)


def browse_staff_comments_of_invoice(user: StaffUser, invoice_id: str, query: PageQuery) -> Comments:
    """What was said about an invoice, newest first."""
    return _page(user, find.find_invoice(user, invoice_id), query)


def browse_staff_comments_of_subscription(user: StaffUser, subscription_id: str, query: PageQuery) -> Comments:
    """What was said about a subscription, newest first."""
    return _page(user, find.find_subscription(user, subscription_id), query)


def _page(user: PortalUser | StaffUser, subject: Subject, query: PageQuery) -> Comments:
    binding = (user.tenant_id, subject.customer_id, f"{user.kind}-comments", subject.id)
    found, after = store.browse(subject.partition, subject.id, query.limit, cursors.decode(query.cursor, *binding))
    return Page(items=[CommentView.of(one) for one in found], next_cursor=cursors.encode(after, *binding))

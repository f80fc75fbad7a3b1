"""Clients and staff comment on a thing; the other side hears of it by mail, as the settings say."""

from chalicelib.adapters.dynamodb import Transaction, transaction
from chalicelib.adapters.limits import limit_comments
from chalicelib.audit.record import record_change
from chalicelib.comments import emails, find, rules, store
from chalicelib.comments.entity import Comment, Subject
from chalicelib.comments.schemas import CommentView, NewComment
from chalicelib.core import clock, ids
from chalicelib.core.identity import PortalUser, StaffUser
from chalicelib.invoices.emails import Reader
from chalicelib.invoices.recipients import find_active_readers
from chalicelib.outbox.add import add_mail
from chalicelib.settings import settings


def comment_on_estimate(user: PortalUser, estimate_id: str, request: NewComment) -> CommentView:
    """Say something about an estimate. Raises SwitchedOff, TooManyRequests."""
    return _say(user, find.find_estimate(user, estimate_id), request)


def comment_on_invoice(user: PortalUser, invoice_id: str, request: NewComment) -> CommentView:
    """Say something about an invoice. Raises SwitchedOff, TooManyRequests."""
    return _say(user, find.find_invoice(user, invoice_id), request)


def comment_on_subscription(user: PortalUser, subscription_id: str, request: NewComment) -> CommentView:
    """Say something about a subscription. Raises SwitchedOff, TooManyRequests."""
    return _say(user, find.find_subscription(user, subscription_id), request)


def _say(user: PortalUser, subject: Subject, request: NewComment) -> CommentView:
    comment = _comment(user, subject, request)
    limit_comments(user.tenant_id, user.actor_id)
    with transaction() as tx:
        _keep(tx, user, comment)
        if user.settings.notify_staff_of_activity:
            add_mail(tx, user.merchant, emails.tell_merchant(user, subject, comment.text, settings().site_url))
    return CommentView.of(comment)


def answer_on_estimate(user: StaffUser, estimate_id: str, request: NewComment) -> CommentView:
    """Say something about an estimate to the customer's people. Raises SwitchedOff, NotOfferedYet, TooManyRequests."""
    return _answer(user, find.find_estimate(user, estimate_id), request)


def answer_on_invoice(user: StaffUser, invoice_id: str, request: NewComment) -> CommentView:
    """Say something about an invoice to the customer's people. Raises SwitchedOff, NotOfferedYet, TooManyRequests."""
    return _answer(user, find.find_invoice(user, invoice_id), request)


def answer_on_subscription(user: StaffUser, subscription_id: str, request: NewComment) -> CommentView:
    """Say something about a subscription to the customer's people. Raises SwitchedOff, TooManyRequests."""
    return _answer(user, find.find_subscription(user, subscription_id), request)


def _answer(user: StaffUser, subject: Subject, request: NewComment) -> CommentView:
    rules.check_allowed(user.settings)
    comment = _comment(user, subject, request)
    rules.check_seen(subject)
    limit_comments(user.tenant_id, user.actor_id)
    readers: list[Reader] = []
    if user.settings.notify_clients_of_comments:
        readers = find_active_readers(user.tenant_id, subject.customer_id)
    with transaction() as tx:
        _keep(tx, user, comment)
        for reader in readers:
            sheet = emails.tell_client(user, reader, subject, comment.text, settings().site_of(user.tenant_id))
            add_mail(tx, user.merchant, sheet, subject.customer_id)
    return CommentView.of(comment)


def _comment(user: PortalUser | StaffUser, subject: Subject, request: NewComment) -> Comment:
    return Comment(
        text=request.text,
        tenant_id=subject.tenant_id,
        customer_id=subject.customer_id,
        id=ids.new_id("com"),
        subject_kind=subject.kind,
        subject_id=subject.id,
        author_kind="client" if isinstance(user, PortalUser) else "staff",
        author_id=user.actor_id,
        author_name=user.name,
        created_at=clock.stamp(clock.now()),
    )


def _keep(tx: Transaction, user: PortalUser | StaffUser, comment: Comment) -> None:
    """With its audit row; the words are the comment's own."""
    store.table.add(tx, comment)
    changes: dict[str, str | int | bool | None] = {"comment": comment.id}
    action = f"{comment.subject_kind}.commented"
    record_change(tx, user, action, comment.subject_id, customer_id=comment.customer_id, changes=changes)

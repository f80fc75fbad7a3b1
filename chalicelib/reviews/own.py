"""A client says what one thinks of the merchant, and changes it."""

from chalicelib.adapters.dynamodb import transaction
from chalicelib.adapters.limits import limit_messages
from chalicelib.audit.record import record_change
from chalicelib.core import clock, ids
from chalicelib.core.identity import PortalUser, SwitchedOff
from chalicelib.outbox.add import add_mail
from chalicelib.reviews import emails, store
from chalicelib.reviews.entity import Review
from chalicelib.reviews.schemas import NewReview, ReviewView
from chalicelib.settings import settings


def show_own_review(user: PortalUser) -> ReviewView:
    """One's own review, empty if there is none. Raises SwitchedOff."""
    _check_allowed(user)
    return ReviewView.of(store.get(user.partition, user.contact_id))


def write_review(user: PortalUser, request: NewReview) -> ReviewView:
    """Keep it instead of the one before; the same once more changes nothing. Raises SwitchedOff, TooManyRequests."""
    _check_allowed(user)
    said = {"rating": request.rating, "comment": request.comment}
    before = store.get(user.partition, user.contact_id)
    if before and said.items() <= before.model_dump().items():
        return ReviewView.of(before)
    limit_messages(user.tenant_id, user.actor_id)
    now = clock.stamp(clock.now())
    kept = (before or _first(user, now)).model_copy(update={**said, "author_name": user.name, "updated_at": now})
    with transaction() as tx:
        (store.table.save if before else store.table.add)(tx, kept)
        changes: dict[str, str | int | bool | None] = {"rating": kept.rating}
        record_change(tx, user, "review.written", kept.id, changes=changes)
        if user.settings.notify_staff_of_activity:
            add_mail(tx, user.merchant, emails.tell_merchant(user, kept, settings().site_url))
    return ReviewView.of(kept)


def _check_allowed(user: PortalUser) -> None:
    if not user.settings.allow_reviews:
        raise SwitchedOff


def _first(user: PortalUser, now: str) -> Review:
    return Review(
        tenant_id=user.tenant_id,
        customer_id=user.customer_id,
        contact_id=user.contact_id,
        id=ids.new_id("rev"),
        author_name=user.name,
        rating=5,
        created_at=now,
        updated_at=now,
    )

"""A client makes, renews or revokes the calendar feed of the customer looked at."""

from chalicelib.adapters.dynamodb import transaction
from chalicelib.audit.record import record_change
from chalicelib.calendars import store
from chalicelib.calendars.entity import Feed
from chalicelib.calendars.find import find_living_feed
from chalicelib.calendars.schemas import CalendarAddress, CalendarState
from chalicelib.core import clock, ids
from chalicelib.core.identity import PortalUser
from chalicelib.sessions.find import find_way_in
from chalicelib.settings import settings


def show_calendar(user: PortalUser) -> CalendarState:
    """Whether I have a feed of this customer that is alive."""
    kept = store.get(user.partition, user.contact_id)
    alive = find_living_feed(kept) if kept else None
    return CalendarState(active=alive is not None, created_at=kept.created_at if kept and alive else None)


def make_calendar(user: PortalUser) -> CalendarAddress:
    """A new secret address; the one before answers no more."""
    way_in = find_way_in(user)
    secret, before = f"cal_{ids.new_secret()}", store.get(user.partition, user.contact_id)
    feed = Feed(
        tenant_id=user.tenant_id,
        customer_id=user.customer_id,
        contact_id=user.contact_id,
        email=user.email,
        access=way_in.access,
        epoch=way_in.epoch,
        digest=ids.digest(secret),
        created_at=clock.stamp(clock.now()),
        version=before.version if before else 0,
    )
    with transaction() as tx:
        (store.table.save if before else store.table.add)(tx, feed)
        record_change(tx, user, "calendar.made", user.contact_id)
    site = settings().site_of(user.tenant_id)
    return CalendarAddress(url=f"{site}/api/calendars/{secret}", created_at=feed.created_at)


def revoke_calendar(user: PortalUser) -> None:
    """The feed's address answers no more; nothing happens if there is none."""
    feed = store.get(user.partition, user.contact_id)
    if feed is None:
        return
    with transaction() as tx:
        store.table.remove(tx, feed)
        record_change(tx, user, "calendar.revoked", user.contact_id)

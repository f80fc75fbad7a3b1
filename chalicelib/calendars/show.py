"""A calendar program asks for a feed by its secret address."""

from chalicelib.adapters.limits import limit_calendar, limit_lookups
from chalicelib.adapters.parallel import together
from chalicelib.calendars import rules, store
from chalicelib.calendars.entity import Entry
from chalicelib.calendars.find import LivingFeed, find_living_feed
from chalicelib.calendars.icalendar import as_text
from chalicelib.core import clock, ids
from chalicelib.core.answer import Answer, Text
from chalicelib.core.errors import NotFound
from chalicelib.core.identity import Caller
from chalicelib.invoices.find import find_open_invoices
from chalicelib.payment_methods.find import find_payment_methods
from chalicelib.settings import settings
from chalicelib.subscriptions.find import find_going_on

_MEDIA = "text/calendar; charset=utf-8"


def show_feed(caller: Caller, token: str) -> Answer[Text]:
    """What falls due, as text/calendar; nothing is used up. Raises NotFound for an address that is none, or none any more.

    Wrong addresses are counted for who asks, right ones for themselves: the large calendar services ask for many people at once.
    """
    digest = ids.digest(token)
    named = store.find_by_digest(digest)
    feed = find_living_feed(named) if named else None
    if feed is None:
        limit_lookups(caller.address)
        raise NotFound
    limit_calendar(digest)
    merchant = feed.merchant
    content = as_text(_entries(feed), rules.title_of(merchant, feed.contact.language))
    etag = f'"{ids.digest(content)[:32]}"'
    headers = {"Cache-Control": "private, no-cache", "ETag": etag}
    if etag in caller.headers.get("if-none-match", ""):
        return Answer(Text("", _MEDIA), 304, headers)
    return Answer(Text(content, _MEDIA), headers=headers)


def _entries(feed: LivingFeed) -> list[Entry]:
    merchant, contact, pk = feed.merchant, feed.contact, feed.partition
    invoices, subscriptions, methods = together(
        lambda: find_open_invoices(pk),
        lambda: find_going_on(pk) if merchant.portal.show_subscriptions else [],
        lambda: find_payment_methods(pk),
    )
    words = rules.Words(contact.language, f"{settings().site_of(merchant.tenant_id)}/{merchant.portal.portal_name}")
    today = clock.today(merchant.organization.timezone)
    return [
        *(words.invoice(invoice) for invoice in invoices),
        *(entry for one in subscriptions for entry in words.subscription(one, today)),
        *(entry for method in methods for entry in words.card(method, today)),
    ]

"""Finding a feed that is still alive, with whose it is."""

from dataclasses import dataclass

from chalicelib.adapters.dynamodb import get_many
from chalicelib.calendars import store
from chalicelib.calendars.entity import Feed
from chalicelib.contacts.entity import Contact
from chalicelib.contacts.find import contact_key
from chalicelib.core.portal import Merchant
from chalicelib.sessions.find import credential_key
from chalicelib.tenants.find import tenant_key


@dataclass(frozen=True)
class LivingFeed:
    """Whose the feed is, and of which merchant."""

    contact: Contact
    merchant: Merchant

    @property
    def partition(self) -> str:
        return self.contact.partition


def find_living_feed(named: Feed) -> LivingFeed | None:
    """Feed, person, way in and merchant in ONE consistent reading; None unless the feed is as ``named`` and its person still welcome."""
    feed, contact, credential, tenant = get_many(
        [
            (store.table, named.partition, named.contact_id),
            contact_key(named.tenant_id, named.customer_id, named.email),
            credential_key(named.tenant_id, named.email),
            tenant_key(named.tenant_id),
        ]
    )
    if feed is None or contact is None or tenant is None or feed.digest != named.digest:
        return None
    epoch = credential.epoch if credential else 0
    same = (contact.id, contact.access, epoch) == (feed.contact_id, feed.access, feed.epoch)
    if not same or not contact.is_active or not tenant.merchant.portal.enabled:
        return None
    return LivingFeed(contact, tenant.merchant)

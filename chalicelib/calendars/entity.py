"""A calendar feed."""

from chalicelib.core.fields import Day
from chalicelib.core.identity import partition
from chalicelib.core.model import Model


class Feed(Model):
    """One person's feed of one customer. ``digest`` is that of the secret in its address, the newest alone.

    It lives as long as what it was made under: the ``email``, the ``access`` that was on, and the ``epoch`` of the person's way in,
    which moves when all sessions end at once.
    """

    tenant_id: str
    customer_id: str
    contact_id: str
    email: str
    access: int
    epoch: int
    digest: str
    created_at: str
    version: int = 0

    @property
    def partition(self) -> str:
        return partition(self.tenant_id, self.customer_id)


class Entry(Model):
    """One whole day in a calendar. ``uid`` stays the same while the thing is the same; ``since`` is when it came to
    be known, ``sequence`` how often it changed."""

    uid: str
    day: Day
    since: str
    sequence: int
    title: str
    text: str
    url: str

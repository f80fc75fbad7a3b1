"""A review."""

from chalicelib.core.identity import partition
from chalicelib.core.model import Model


class Review(Model):
    """One person's stars and words, which may be changed; the name is kept as it was then."""

    tenant_id: str
    customer_id: str
    contact_id: str
    id: str
    author_name: str
    rating: int
    comment: str = ""
    created_at: str
    updated_at: str
    version: int = 0

    @property
    def partition(self) -> str:
        return partition(self.tenant_id, self.customer_id)

"""A setup: one visit to the gateway's page that saves a method without paying."""

from typing import Any, Literal

from chalicelib.adapters.gateways.models import SavedMethod
from chalicelib.core.identity import partition
from chalicelib.core.model import Model

State = Literal["open", "saved", "complete", "failed", "expired"]
PREFIX = "set_"
"""Of our ids of setups: the gateway's events name them where those of payments name an attempt."""


class Setup(Model):
    """``replaces`` is the method that the new one stands in for. ``ask`` is what the gateway is asked, the same on every try; no
    ``gateway_id``: its answer is not known. ``saved``: the method is kept, and what it replaces is still to be seen to.
    """

    tenant_id: str
    customer_id: str
    id: str
    state: State = "open"
    replaces: str | None = None
    contact_id: str
    ask: dict[str, Any]
    gateway_id: str | None = None
    redirect_url: str | None = None
    method: SavedMethod | None = None
    created_at: str
    checks: int = 0
    check_at: str
    expires: int
    version: int = 0

    @property
    def partition(self) -> str:
        return partition(self.tenant_id, self.customer_id)

    @property
    def is_settled(self) -> bool:
        return self.state in ("complete", "failed", "expired")

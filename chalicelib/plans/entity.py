"""A plan."""

from typing import Literal

from chalicelib.core.model import Model

Interval = Literal["day", "week", "month", "year"]


class Plan(Model):
    """A price per interval: ``amount`` and ``setup_fee`` in minor units without tax, ``tax_rate`` percent as text."""

    tenant_id: str
    id: str
    code: str
    name: str
    description: str = ""
    amount: int
    currency: str
    interval: Interval
    interval_count: int = 1
    trial_days: int = 0
    setup_fee: int = 0
    tax_rate: str = "0"
    active: bool = True
    version: int = 0

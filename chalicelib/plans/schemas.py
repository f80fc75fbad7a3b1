"""Plans over the wire."""

from chalicelib.core.model import Model
from chalicelib.plans.entity import Interval, Plan


class PlanView(Model):
    """A plan; amounts in minor units without tax."""

    id: str
    code: str
    name: str
    description: str
    amount: int
    currency: str
    interval: Interval
    interval_count: int
    trial_days: int
    setup_fee: int
    tax_rate: str
    active: bool

    @classmethod
    def of(cls, plan: Plan) -> "PlanView":
        return cls(**plan.model_dump(include=set(cls.model_fields)))

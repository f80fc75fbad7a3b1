"""Plans over the wire."""

from pydantic import BaseModel

from chalicelib.plans.entity import Interval, Plan


class PlanView(BaseModel):
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

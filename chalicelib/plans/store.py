"""Plans lie beside their tenant in the tenants table, under ``PLAN#`` and their code."""

from pynamodb.attributes import BooleanAttribute, NumberAttribute, UnicodeAttribute

from chalicelib.adapters.dynamodb import Row, Slot, Table, table_name
from chalicelib.plans.entity import Plan

_PREFIX = "PLAN#"


class PlanRow(Row):
    class Meta:
        table_name = table_name("tenants")

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    tenant_id = UnicodeAttribute()
    id = UnicodeAttribute()
    code = UnicodeAttribute()
    name = UnicodeAttribute()
    description = UnicodeAttribute(null=True)
    amount = NumberAttribute()
    currency = UnicodeAttribute()
    interval = UnicodeAttribute()
    interval_count = NumberAttribute()
    trial_days = NumberAttribute()
    setup_fee = NumberAttribute()
    tax_rate = UnicodeAttribute()
    active = BooleanAttribute()


table = Table(PlanRow, Plan, lambda plan: {"pk": plan.tenant_id, "sk": f"{_PREFIX}{plan.code}"})


def get(tenant_id: str, code: str) -> Plan | None:
    """The plan of this code, or None."""
    return table.get(tenant_id, f"{_PREFIX}{code}")


def query(tenant_id: str) -> list[Plan]:
    """Every plan of the tenant, by code."""
    return table.query(tenant_id, PlanRow.sk.startswith(_PREFIX))


def browse(tenant_id: str, limit: int, after: Slot | None) -> tuple[list[Plan], Slot | None]:
    """One page of the tenant's plans, by code."""
    return table.page(tenant_id, PlanRow.sk.startswith(_PREFIX), limit=limit, after=after)

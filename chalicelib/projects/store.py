"""The tables of projects and of their timesheets: one partition a customer."""

from datetime import date

from pynamodb.attributes import BooleanAttribute, NumberAttribute, UnicodeAttribute
from pynamodb.indexes import AllProjection, GlobalSecondaryIndex, LocalSecondaryIndex

from chalicelib.adapters.dynamodb import JSON, Row, Slot, Table, table_name
from chalicelib.projects.entity import Project, TimesheetEntry


class ByStatus(LocalSecondaryIndex["ProjectRow"]):
    class Meta:
        index_name = "by_status"
        projection = AllProjection()

    pk = UnicodeAttribute(hash_key=True)
    by_status_sk = UnicodeAttribute(range_key=True)


class ByTenant(GlobalSecondaryIndex["ProjectRow"]):
    class Meta:
        index_name = "by_tenant"
        projection = AllProjection()

    by_tenant_pk = UnicodeAttribute(hash_key=True)
    by_tenant_sk = UnicodeAttribute(range_key=True)


class ProjectRow(Row):
    class Meta:
        table_name = table_name("projects")

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    by_status_sk = UnicodeAttribute(null=True)
    by_tenant_pk = UnicodeAttribute(null=True)
    by_tenant_sk = UnicodeAttribute(null=True)
    by_status = ByStatus()
    by_tenant = ByTenant()
    tenant_id = UnicodeAttribute()
    customer_id = UnicodeAttribute()
    id = UnicodeAttribute()
    name = UnicodeAttribute()
    status = UnicodeAttribute()
    description = UnicodeAttribute(null=True)
    budget = NumberAttribute(null=True)
    logged = NumberAttribute()
    tasks = JSON()
    created_at = UnicodeAttribute()


projects = Table(
    ProjectRow,
    Project,
    lambda one: {
        "pk": one.partition,
        "sk": one.id,
        "by_status_sk": f"{one.status}#{one.id}",
        "by_tenant_pk": one.tenant_id,
        "by_tenant_sk": one.id,
    },
)


class ByDate(LocalSecondaryIndex["TimesheetRow"]):
    class Meta:
        index_name = "by_date"
        projection = AllProjection()

    pk = UnicodeAttribute(hash_key=True)
    by_date_sk = UnicodeAttribute(range_key=True)


class TimesheetRow(Row):
    class Meta:
        table_name = table_name("timesheets")

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    by_date_sk = UnicodeAttribute(null=True)
    by_date = ByDate()
    tenant_id = UnicodeAttribute()
    customer_id = UnicodeAttribute()
    project_id = UnicodeAttribute()
    id = UnicodeAttribute()
    date = UnicodeAttribute()
    task_id = UnicodeAttribute(null=True)
    task = UnicodeAttribute(null=True)
    person = UnicodeAttribute()
    hours = NumberAttribute()
    notes = UnicodeAttribute(null=True)
    billed = BooleanAttribute()
    created_at = UnicodeAttribute()


entries = Table(
    TimesheetRow,
    TimesheetEntry,
    lambda one: {"pk": one.partition, "sk": one.id, "by_date_sk": f"{one.project_id}#{one.date}#{one.id}"},
)


def get(pk: str, project_id: str) -> Project | None:
    """The project, or None."""
    return projects.get(pk, project_id)


def browse(pk: str, status: str | None, limit: int, after: Slot | None) -> tuple[list[Project], Slot | None]:
    """A customer's projects, newest first."""
    if status is None:
        return projects.page(pk, limit=limit, newest_first=True, after=after)
    condition = ProjectRow.by_status_sk.startswith(f"{status}#")
    return projects.page(pk, condition, index="by_status", limit=limit, newest_first=True, after=after)


def browse_tenant(
    tenant_id: str, status: str | None, limit: int, after: Slot | None
) -> tuple[list[Project], Slot | None]:
    """The merchant's projects, newest first; a moment behind the table."""
    where = ProjectRow.status == status if status else None
    return projects.page(tenant_id, index="by_tenant", limit=limit, newest_first=True, where=where, after=after)


def get_entry(pk: str, project_id: str, entry_id: str) -> TimesheetEntry | None:
    """The entry of this project, or None."""
    found = entries.get(pk, entry_id)
    return found if found and found.project_id == project_id else None


def browse_entries(
    project: Project, since: date | None, until: date | None, limit: int, after: Slot | None
) -> tuple[list[TimesheetEntry], Slot | None]:
    """The entries of a project in this range of days, the newest day first."""
    between = TimesheetRow.by_date_sk.between(f"{project.id}#{since or ''}", f"{project.id}#{until or ''}~")
    return entries.page(project.partition, between, index="by_date", limit=limit, newest_first=True, after=after)

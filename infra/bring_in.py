"""An export becomes rows and files: each written once and never over another; begun again, it goes on where it stopped.

A merchant is there, but with its portal off, from the first transaction on, and opened by the last: so numbers and names are taken
before anything could ask for them. Subscriptions come last but one, because the clock renews them as soon as they are there.
"""

from collections.abc import Callable, Iterable
from typing import Any

from pydantic import ValidationError
from pynamodb.attributes import UnicodeAttribute

from chalicelib.adapters import directory, object_store
from chalicelib.adapters.dynamodb import Row, Table, Transaction, table_name, transaction
from chalicelib.audit import store as audit
from chalicelib.audit.record import record_change
from chalicelib.comments import store as comments
from chalicelib.contacts import store as contacts
from chalicelib.core import clock, ids
from chalicelib.core.errors import Conflict, Unavailable
from chalicelib.core.identity import Machine
from chalicelib.core.model import Model
from chalicelib.customers import store as customers
from chalicelib.customers.totals import open_offer
from chalicelib.estimates import rules as offers
from chalicelib.estimates import store as estimates
from chalicelib.estimates.entity import OPEN_STATUSES, Estimate, Paper, Revision
from chalicelib.exports import sheets
from chalicelib.exports.entity import Place
from chalicelib.exports.kinds import KINDS, Kind
from chalicelib.invoices import store as invoices
from chalicelib.invoices.entity import WholeInvoice
from chalicelib.messages import store as messages
from chalicelib.payment_methods import store as methods
from chalicelib.payments import store as payments
from chalicelib.payments.entity import Payment, PaymentAttempt, Refund
from chalicelib.plans import store as plans
from chalicelib.projects import store as projects
from chalicelib.reviews import store as reviews
from chalicelib.staff import store as staff
from chalicelib.staff.invite import invite_staff
from chalicelib.subscriptions import store as subscriptions
from chalicelib.tenants import store as tenants
from chalicelib.tenants.entity import PortalAlias, Series, Tenant
from infra.archive import Archive
from infra.aws import Refused, say
from infra.merchants import operator_of

Record = dict[str, Any]
_LOST = {"status": "invited", "invited_at": None, "accepted_at": None}
# What is not taken over, kind by kind: the comparison at the end leaves it out, docs/import-export.md says why.
CHANGED: dict[str, frozenset[str]] = {
    "staff": frozenset(_LOST),
    "contacts": frozenset({"portal_status", "invited_at", "accepted_at"}),
    "gateway": frozenset(),
}
NOT_TAKEN = ("gateway",)
_BY_INDEX = ("audit",)  # read by an index, which may lag: each of its rows was written or was there


class Arrival(Model):
    """Which export a tenant came with; ``finished_at`` once all of it is there."""

    tenant_id: str
    export_id: str
    sha256: str
    begun_at: str
    finished_at: str | None = None
    version: int = 0


class ArrivalRow(Row):
    class Meta:
        table_name = table_name("tenants")

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    tenant_id = UnicodeAttribute()
    export_id = UnicodeAttribute()
    sha256 = UnicodeAttribute()
    begun_at = UnicodeAttribute()
    finished_at = UnicodeAttribute(null=True)


class AlreadyThere(Conflict):
    """A row with this key is there: it stays as it is."""


arrivals = Table(ArrivalRow, Arrival, lambda one: {"pk": one.tenant_id, "sk": "ARRIVAL"})


def bring_in(archive: Archive) -> None:
    """All of it, or a sentence that says why not. Raises Refused."""
    try:
        _check(archive)
        arrival = _begin(archive)
        if arrival.finished_at:
            say(f"{archive.tenant_id} was taken in on {arrival.finished_at[:10]}: nothing is left to do")
            return
        for name, write in _WRITERS:
            count = sum(_once(write, archive, record) for record in archive.records(name))
            say(f"{name}: {count} written")
        _compare(archive)
        _invite_owners(archive)
        _open(archive, arrival)
    except ValidationError as wrong:
        raise Refused(f"The archive does not fit this version: {wrong.title} has other fields.") from wrong
    except Unavailable as away:
        raise Refused("AWS did not answer in time. Run the command again: it goes on where it stopped.") from away


def _check(archive: Archive) -> None:
    if archive.manifest["absent"]:
        raise Refused(
            f"The archive lacks {archive.manifest['absent'][0]}: a document was not there when it was written."
        )
    open_attempts = [one["id"] for one in archive.records("payment_attempts") if not _attempt(archive, one).is_final]
    open_refunds = [one["id"] for one in archive.records("refunds") if one["state"] == "pending"]
    if under_way := [*open_attempts, *open_refunds]:
        raise Refused(
            f"{len(under_way)} payments or refunds were under way, {under_way[0]} is one: export when they have ended."
        )
    if len(list(archive.records("merchant"))) != 1:
        raise Refused("The archive is damaged: it does not hold one merchant.")


def _begin(archive: Archive) -> Arrival:
    """The merchant with its portal off, its names, its counters and the note of its arrival, all at once."""
    known = arrivals.get(archive.tenant_id, "ARRIVAL")
    if known:
        if known.sha256 != archive.sha256:
            raise Refused(f"{archive.tenant_id} came, or is coming, with another export: {known.export_id}.")
        return known
    tenant = _tenant(archive)
    arrival = Arrival(
        tenant_id=tenant.tenant_id,
        export_id=str(archive.manifest["export_id"]),
        sha256=archive.sha256,
        begun_at=clock.stamp(clock.now()),
    )
    taken = Refused(f"One of the portal's names is another merchant's here: {', '.join(tenant.portal_names)}.")
    exists = Refused(
        f"{tenant.tenant_id} is a merchant here already. An export is taken in where its merchant is unknown."
    )
    if tenants.get(tenant.tenant_id):
        raise exists
    closed = tenant.model_copy(update={"portal": tenant.portal.model_copy(update={"enabled": False})})
    try:
        with transaction() as tx:
            tenants.tenants.add(tx, closed, AlreadyThere())
            arrivals.add(tx, arrival, AlreadyThere(), witness=True)
            for name in tenant.portal_names:
                tenants.aliases.add(tx, PortalAlias(portal_name=name, tenant_id=tenant.tenant_id), Conflict())
            for one in archive.records("numbers"):
                tenants.series.add(tx, _of(Series, archive, one), AlreadyThere())
    except AlreadyThere as refused:
        raise exists from refused
    except Conflict as refused:
        raise taken from refused
    return arrival.model_copy(update={"version": 1})


def _tenant(archive: Archive) -> Tenant:
    (record,) = archive.records("merchant")
    tenant = Tenant.model_validate(record)
    if tenant.tenant_id != archive.tenant_id:
        raise Refused("The archive was changed: its manifest names another merchant.")
    logo = archive.logo()
    if tenant.organization.logo_key and logo:
        object_store.publish(tenant.organization.logo_key, logo, "image/png")
    return tenant


def _of(entity: type[Any], archive: Archive, record: Record, **changed: Any) -> Any:
    return entity.model_validate({**record, "tenant_id": archive.tenant_id, **changed})


def _once(write: Callable[[Transaction, Archive, Record], None], archive: Archive, record: Record) -> int:
    """Write a record with what belongs to it; 0 if it was there."""
    try:
        with transaction() as tx:
            write(tx, archive, record)
    except AlreadyThere:
        return 0
    return 1


def _plainly(table: Table[Any], **changed: Any) -> Callable[[Transaction, Archive, Record], None]:
    def write(tx: Transaction, archive: Archive, record: Record) -> None:
        table.add(tx, _of(table.entity, archive, record, **changed), AlreadyThere())

    return write


def _contact(tx: Transaction, archive: Archive, record: Record) -> None:
    """Nobody has access here before being invited here."""
    off = {"portal_status": "disabled", "invited_at": None, "accepted_at": None}
    contacts.table.add(tx, _of(contacts.table.entity, archive, record, **off), AlreadyThere())


def _staff(tx: Transaction, archive: Archive, record: Record) -> None:
    lost = {"invited_at": None, "accepted_at": None} if record["status"] == "disabled" else _LOST
    staff.table.add(tx, _of(staff.table.entity, archive, record, **lost), AlreadyThere())


def _invoice(tx: Transaction, archive: Archive, record: Record) -> None:
    """Its file lies at a place of its own; one that nobody ever asked for is made when somebody does."""
    key = _file(archive, "invoices", record)
    invoice: WholeInvoice = _of(WholeInvoice, archive, record, document_key=key)
    invoices.table.add(
        tx, invoice.model_copy(update={"edition": 1, "sha256": record["sha256"] if key else None}), AlreadyThere()
    )
    invoices.contents.add(tx, invoice.content, AlreadyThere())
    directory.enter(tx, archive.tenant_id, invoice.id, invoice.customer_id)


def _estimate(tx: Transaction, archive: Archive, record: Record) -> None:
    """With its revisions and their files; what waits for an answer is counted by the customer's row."""
    estimate: Estimate = _of(Estimate, archive, record, edition=1)
    estimates.table.add(tx, estimate, AlreadyThere())
    names = {"customer_id": estimate.customer_id, "estimate_id": estimate.id}
    for one in record["revisions"]:
        estimates.revisions.add(tx, _of(Revision, archive, one, **names), AlreadyThere())
    for one in record["papers"]:
        file = {"id": f"{estimate.id}-{one['revision']}-{one['kind']}", "sha256": one["sha256"]}
        key = _file(archive, "estimates", file)
        if key is None:
            raise Refused(f"A file of {estimate.number} was not made yet when the export was written: export again.")
        estimates.papers.add(tx, _of(Paper, archive, one, **names, document_key=key), AlreadyThere())
    directory.enter(tx, archive.tenant_id, estimate.id, estimate.customer_id)
    if estimate.status in OPEN_STATUSES:
        open_offer(tx, archive.tenant_id, estimate.customer_id, offers.offer_key(estimate))


def _subscription(tx: Transaction, archive: Archive, record: Record) -> None:
    subscriptions.table.add(tx, _of(subscriptions.table.entity, archive, record), AlreadyThere())
    directory.enter(tx, archive.tenant_id, record["id"], record["customer_id"])


def _project(tx: Transaction, archive: Archive, record: Record) -> None:
    projects.projects.add(tx, _of(projects.projects.entity, archive, record), AlreadyThere())
    directory.enter(tx, archive.tenant_id, record["id"], record["customer_id"])


def _message(tx: Transaction, archive: Archive, record: Record) -> None:
    messages.table.add(tx, _of(messages.table.entity, archive, record), AlreadyThere())
    directory.enter(tx, archive.tenant_id, record["id"], record["customer_id"])


def _payment(tx: Transaction, archive: Archive, record: Record) -> None:
    key = _file(archive, "receipts", record)
    if key is None:
        raise Refused(f"The receipt {record['number']} was not made yet when the export was written: export again.")
    payments.payments.add(tx, _of(Payment, archive, record, document_key=key), AlreadyThere())


def _attempt(archive: Archive, record: Record) -> PaymentAttempt:
    """One that ended: nothing is asked of the payment service for it any more."""
    attempt: PaymentAttempt = _of(PaymentAttempt, archive, record, ask={}, asked_at=0, check_at=record["created_at"])
    return attempt


def _ended(tx: Transaction, archive: Archive, record: Record) -> None:
    payments.attempts.add(tx, _attempt(archive, record), AlreadyThere())


def _refund(tx: Transaction, archive: Archive, record: Record) -> None:
    ended = {"pieces": 1, "asked_at": 0, "check_at": record["created_at"]}
    payments.refunds.add(tx, _of(Refund, archive, record, **ended), AlreadyThere())


def _file(archive: Archive, folder: str, record: Record) -> str | None:
    """Keep the document; its place follows from the archive, so that doing it again writes the same there."""
    content = archive.document(folder, record["id"]) if record["sha256"] else None
    if content is None:
        return None
    key = f"{folder}/{ids.digest('|'.join((archive.sha256, record['id'])))}.pdf"
    object_store.keep(key, content, "application/pdf")
    return key


_WRITERS: tuple[tuple[str, Callable[[Transaction, Archive, Record], None]], ...] = (
    ("staff", _staff),
    ("plans", _plainly(plans.table)),
    ("customers", _plainly(customers.table)),
    ("contacts", _contact),
    ("payment_methods", _plainly(methods.table)),
    ("ledger", _plainly(payments.ledger)),
    ("payments", _payment),
    ("payment_attempts", _ended),
    ("refunds", _refund),
    ("invoices", _invoice),
    ("estimates", _estimate),
    ("comments", _plainly(comments.table)),
    ("messages", _message),
    ("reviews", _plainly(reviews.table)),
    ("audit", _plainly(audit.table)),
    ("subscriptions", _subscription),
    ("projects", _project),
    ("timesheets", _plainly(projects.entries)),
)


def _compare(archive: Archive) -> None:
    """Every record as it is read here is the record of the archive, but for what is not taken over."""
    for kind in KINDS:
        if kind.name in (*NOT_TAKEN, *_BY_INDEX, "merchant"):
            continue
        here = {_id_of(one): one for one in _told(kind, archive.tenant_id)}
        for record in archive.records(kind.name):
            left_out = CHANGED.get(kind.name, frozenset())
            found = here.get(_id_of(record), {})
            if any(record[name] != found.get(name) for name in kind.fields if name not in left_out):
                raise Refused(
                    f"{kind.name} {_id_of(record)[-1]} is not here as the archive tells it. Nothing was opened."
                )


def _told(kind: Kind, tenant_id: str) -> Iterable[Record]:
    return (sheets.record_of(kind, found.record) for found in kind.walk(tenant_id, Place()))


def _id_of(record: Record) -> tuple[str, ...]:
    names = ("customer_id", "id", "key", "series", "email", "code")
    return tuple(str(record[name]) for name in names if record.get(name))


def _invite_owners(archive: Archive) -> None:
    """Whoever owns the merchant begins here as a new owner does: with an invitation."""
    operator = operator_of(_tenant(archive).merchant)
    for one in staff.table.walk(archive.tenant_id):
        if one.role == "owner" and one.status == "invited" and one.invitation is None:
            invite_staff(operator, one.id)
            say(f"Invited {one.email}: the mail leads to the merchant console")


def _open(archive: Archive, arrival: Arrival) -> None:
    """The portal is as it was; the note says that everything came."""
    tenant = tenants.get(archive.tenant_id)
    assert tenant, "its row was the first"
    was = _tenant(archive).portal
    with transaction() as tx:
        tenants.tenants.save(tx, tenant.model_copy(update={"portal": was}))
        arrivals.save(tx, arrival.model_copy(update={"finished_at": clock.stamp(clock.now())}))
        operator = Machine(archive.tenant_id, "operator", "-")
        changes: dict[str, str | int | bool | None] = {"export": arrival.export_id}
        record_change(tx, operator, "tenant.imported", archive.tenant_id, changes=changes)

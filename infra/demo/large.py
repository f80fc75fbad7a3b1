"""One customer with 5,000 invoices, written row by row: to see that a page costs the same after five and five thousand."""

from datetime import UTC, datetime, timedelta
from typing import Any

from chalicelib.adapters.directory import Entry
from chalicelib.adapters.directory import table as directory
from chalicelib.adapters.dynamodb import transaction
from chalicelib.core import clock, ids
from chalicelib.customers.create import create_customer
from chalicelib.customers.schemas import NewCustomer
from chalicelib.customers.totals import change_outstanding
from chalicelib.invoices import store
from chalicelib.invoices.entity import Invoice, WholeInvoice
from chalicelib.invoices.find import find_whole_for_staff
from chalicelib.invoices.rules import number_of
from chalicelib.invoices.schemas import NewLine
from chalicelib.tenants import store as tenants
from infra.demo import Context
from infra.demo.history import Story, write
from infra.demo.people import bring_in, open_acme, open_globex
from infra.demo.story import ADA, BEN, EVE, lovelace, reader_of, save_methods

COUNT = 5_000
OPEN = 40


def tell(context: Context) -> list[dict[str, Any]]:
    """Acme with one large customer; Globex with none."""
    acme, globex = open_acme(context), open_globex(context)
    customer = lovelace(acme)
    save_methods(acme, customer.id)
    today = clock.today(acme.tenant.organization.timezone)
    line = NewLine(description="Metered compute", quantity="3", unit_price=4_150, tax_rate="19")
    first_id = write(
        acme.staff, customer.id, reader_of(acme, customer.id), Story(today - timedelta(days=3_000), (line,), "paid")
    )
    first = find_whole_for_staff(acme.tenant.tenant_id, first_id)
    context.progress(f"Writing {COUNT} invoices, row by row")
    invoices = [_copy(first, number) for number in range(2, COUNT + 1)]
    with store.InvoiceRow.batch_write() as batch:
        for invoice in invoices:
            batch.save(store.table._row(invoice, 1))
    with store.ContentRow.batch_write() as batch:
        for invoice in invoices:
            batch.save(store.contents._row(invoice.content, invoice.edition))
    with directory.row.batch_write() as batch:
        for invoice in invoices:
            entry = Entry(tenant_id=invoice.tenant_id, object_id=invoice.id, customer_id=invoice.customer_id)
            batch.save(directory._row(entry, 1))
    _count(first, sum(invoice.balance for invoice in invoices))
    for client in (ADA, BEN):
        bring_in(context, acme, customer.id, client)
    rival = create_customer(globex.staff, NewCustomer(display_name="Moreau Atelier"))
    bring_in(context, globex, rival.id, EVE)
    return [acme.answer(ADA, BEN), globex.answer(EVE)]


def _copy(first: WholeInvoice, number: int) -> WholeInvoice:
    """A paid one every 14 hours; the last forty are open. Their documents are rendered on first demand."""
    day = first.issue_date + timedelta(hours=14 * number)
    instant = datetime(day.year, day.month, day.day, 9, tzinfo=UTC) + timedelta(milliseconds=number)
    is_open = number > COUNT - OPEN
    return first.model_copy(
        update={
            "id": ids.derived_id("inv", instant, first.id, str(number)),
            "number": number_of(number),
            "issue_date": day,
            "due_date": clock.now().date() + timedelta(days=20) if is_open else day + timedelta(days=14),
            "status": "sent" if is_open else "paid",
            "settled": 0 if is_open else first.total,
            "settlements": [] if is_open else first.settlements,
            "verification_code": ids.short_code(),
            "document_key": None,
            "sha256": None,
        }
    )


def _count(first: Invoice, outstanding: int) -> None:
    series = tenants.get_series(first.tenant_id, "invoice")
    with transaction() as tx:
        tenants.series.save(tx, series.model_copy(update={"last": COUNT}))
        change_outstanding(tx, first.tenant_id, first.customer_id, first.currency, outstanding)

"""What an accountant needs of a customer's period: invoices and receipts as they were sent, tables of both, and the statement."""

from collections.abc import Callable, Iterator
from datetime import date

from pydantic import BaseModel

from chalicelib.adapters import object_store
from chalicelib.core.csv_cells import write_sheet
from chalicelib.core.money import decimal_string
from chalicelib.exports.accounting_words import WORDS
from chalicelib.exports.entity import Export, Period
from chalicelib.exports.filling import Filling
from chalicelib.exports.papers import Paper, papers_of_invoice, papers_of_payment
from chalicelib.invoices.entity import WholeInvoice
from chalicelib.invoices.walk import walk_invoices
from chalicelib.payments.entity import Payment
from chalicelib.payments.walk import walk_payments
from chalicelib.statements.find import find_statement, find_statement_file
from chalicelib.statements.table import as_csv
from chalicelib.tenants.find import find_merchant

Part = Callable[[Filling], None]
"""Adds its files, and goes on; where they are many, behind the last that fitted."""


def _period(export: Export) -> Period:
    assert export.period is not None
    return export.period


def _issued(export: Export, after: str | None = None) -> Iterator[WholeInvoice]:
    """The invoices that were issued in these days; one that was voided since is among them, for its number was used."""
    for invoice in walk_invoices(export.partition, after):
        if invoice.status != "draft" and _is_in(export, invoice.issue_date):
            yield invoice


def _received(export: Export, after: str | None = None) -> Iterator[Payment]:
    for payment in walk_payments(export.partition, after):
        if _is_in(export, payment.date):
            yield payment


def _is_in(export: Export, day: date) -> bool:
    return _period(export).since <= day <= _period(export).until


def _papers(
    found: Callable[[Export, str | None], Iterator[WholeInvoice | Payment]],
    files: Callable[[BaseModel], Iterator[Paper]],
) -> Part:
    def write(filling: Filling) -> None:
        for record in found(filling.export, filling.place.after or None):
            for paper in files(record):
                name = paper.name.removeprefix("documents/")
                if paper.content is None:
                    filling.absent.append(name)
                else:
                    filling.put(name, paper.content, squeezed=paper.squeezed)
            if filling.is_full:
                filling.go_on(record.id)
                return
        filling.go_on()

    return write


def _table_of_invoices(filling: Filling) -> None:
    words = WORDS[_period(filling.export).language]
    rows: list[list[str | None]] = [
        [
            one.number, str(one.issue_date), str(one.due_date), one.currency, _money(one, one.subtotal),
            _money(one, one.tax_total), _money(one, one.total), _money(one, one.settled - one.written_off),
            _money(one, one.refunded), _money(one, one.written_off), words[f"is_{one.status}"],
        ]
        for one in _issued(filling.export)
    ]  # fmt: skip
    head = "number date due currency net tax total paid refunded written_off status"
    _put(filling, "invoices.csv", [[words[name] for name in head.split()], *rows], len(rows))


def _table_of_payments(filling: Filling) -> None:
    words = WORDS[_period(filling.export).language]
    rows: list[list[str | None]] = [
        [
            one.number, str(one.date), words[f"by_{one.method}"], one.currency, _money(one, one.amount),
            _money(one, one.refunded), ", ".join(share.number for share in one.invoices), one.reference or "",
        ]
        for one in _received(filling.export)
    ]  # fmt: skip
    head = "number date method currency amount refunded invoices reference"
    _put(filling, "payments.csv", [[words[name] for name in head.split()], *rows], len(rows))


def _put(filling: Filling, name: str, rows: list[list[str | None]], count: int) -> None:
    filling.put(name, write_sheet(rows).encode(), count)
    filling.go_on()


def _money(of: WholeInvoice | Payment, amount: int) -> str:
    return decimal_string(amount, of.currency)


def _statement(filling: Filling) -> None:
    """As a table, and on paper if it could be made."""
    export, period = filling.export, _period(filling.export)
    found = find_statement(find_merchant(export.tenant_id), export.partition, period.since, period.until)
    filling.put("statement.csv", as_csv(found, period.since, period.until, period.language).encode())
    file = find_statement_file(export.partition, period.statement_id) if period.statement_id else None
    content = object_store.find(file.document_key) if file and file.sha256 else None
    if content is None:
        filling.absent.append("statement.pdf")
    else:
        filling.put("statement.pdf", content, squeezed=True)
    filling.go_on()


ACCOUNTING: tuple[Part, ...] = (
    _papers(_issued, papers_of_invoice),
    _papers(_received, papers_of_payment),
    _table_of_invoices,
    _table_of_payments,
    _statement,
)

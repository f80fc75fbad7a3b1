"""What a statement is computed of: the customer's issued invoices and its bookings in the ledger."""

from datetime import date

from chalicelib.core.portal import Merchant
from chalicelib.invoices.find import find_issued_until
from chalicelib.invoices.today import today_of
from chalicelib.payments.find import find_booked_until
from chalicelib.statements import rules, store
from chalicelib.statements.entity import CurrencyStatement, StatementFile


def find_statement(merchant: Merchant, pk: str, since: date, until: date) -> list[CurrencyStatement]:
    """The statement of the customer whose partition this is. Everything from the beginning is read: an opening balance that
    was kept could disagree with the ledger, one that is summed up cannot."""
    invoices, entries = find_issued_until(pk, until), find_booked_until(pk, until)
    return rules.state(invoices, entries, since, until, today_of(merchant))


def find_statement_file(pk: str, file_id: str) -> StatementFile | None:
    """The file of a statement that was ordered, made or not, or None."""
    return store.get(pk, file_id)

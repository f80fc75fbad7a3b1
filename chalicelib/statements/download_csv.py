"""A client takes the customer's statement as a table."""

from chalicelib.core.answer import Answer, Text
from chalicelib.core.identity import PortalUser
from chalicelib.invoices.today import today_of
from chalicelib.statements import rules
from chalicelib.statements.find import find_statement
from chalicelib.statements.schemas import StatementQuery
from chalicelib.statements.table import as_csv


def download_statement_csv(user: PortalUser, query: StatementQuery) -> Answer[Text]:
    """The statement for spreadsheets, in the person's language. Raises Invalid."""
    user.must_be("billing")
    since, until = rules.range_of(query.since, query.until, today_of(user.merchant))
    currencies = find_statement(user.merchant, user.partition, since, until)
    headers = {"Content-Disposition": f'attachment; filename="statement-{since}-{until}.csv"'}
    return Answer(Text(as_csv(currencies, since, until, user.language), "text/csv"), headers=headers)

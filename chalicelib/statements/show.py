"""A client looks at the customer's statement."""

from chalicelib.core.identity import PortalUser
from chalicelib.invoices.today import today_of
from chalicelib.statements import rules
from chalicelib.statements.find import find_statement
from chalicelib.statements.schemas import StatementQuery, StatementView


def show_statement(user: PortalUser, query: StatementQuery) -> StatementView:
    """Opening, movements, closing and ageing for each currency. Raises Invalid."""
    user.must_be("billing")
    since, until = rules.range_of(query.since, query.until, today_of(user.merchant))
    currencies = find_statement(user.merchant, user.partition, since, until)
    return StatementView(since=since, until=until, currencies=currencies)

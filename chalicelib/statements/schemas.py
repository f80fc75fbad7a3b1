"""Statements over the wire."""

from typing import Annotated

from pydantic import Field

from chalicelib.core.fields import Day
from chalicelib.core.model import Model
from chalicelib.core.page import Request
from chalicelib.invoices.schemas import CalendarDay
from chalicelib.statements.entity import CurrencyStatement


class StatementQuery(Request):
    """Which days, both included; this year up to today if nothing is said."""

    since: Annotated[CalendarDay | None, Field(alias="from", description="The first day, `YYYY-MM-DD`.")] = None
    until: Annotated[CalendarDay | None, Field(alias="to", description="The last day, `YYYY-MM-DD`.")] = None


class StatementView(Model):
    """What was owed before ``since``, what moved until ``until``, and what is owed then: for each currency.

    Amounts are minor units; a movement's ``amount`` is what it adds to the balance (a payment: below zero), ``booked`` its own amount:
    credit that is applied, or money that goes back without being owed again, leaves the balance as it was.
    """

    since: Day
    until: Day
    currencies: list[CurrencyStatement]

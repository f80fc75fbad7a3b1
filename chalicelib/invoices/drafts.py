"""What a draft is made of: lines and dates as staff wrote them, with their sums."""

import json
from collections.abc import Sequence
from datetime import date
from typing import Any

from chalicelib.core.errors import Invalid, NotFound
from chalicelib.core.portal import Merchant
from chalicelib.customers.entity import Customer
from chalicelib.customers.find import find_customer
from chalicelib.invoices import rules
from chalicelib.invoices.entity import Line
from chalicelib.invoices.schemas import NewLine

DAYS_TO_PAY = 14
"""Of invoices that nobody wrote by hand."""
MAX_STORED = 250_000
"""Bytes of all lines as they are stored: an item of DynamoDB holds 400 KB, and an invoice collects payments."""
MAX_RATES = 20


def find_named_customer(tenant_id: str, customer_id: str) -> Customer:
    """The customer that a request names. Raises Invalid, naming ``customer_id``, for one that is not the merchant's."""
    try:
        return find_customer(tenant_id, customer_id)
    except NotFound as error:
        raise Invalid([("customer_id", "There is no such customer.")]) from error


def check_dates(issue_date: date | None, due_date: date) -> None:
    """Raises Invalid for an invoice that would be due before the day somebody chose to date it."""
    if issue_date is not None and due_date < issue_date:
        raise Invalid([("due_date", "The due date lies before the issue date.")])


def sums_of(lines: Sequence[NewLine], merchant: Merchant, customer: Customer) -> dict[str, Any]:
    """The fields of an invoice that follow from its lines. Raises Invalid, naming ``lines`` or one of them."""
    made = [rules.make_line(**line.model_dump()) for line in lines]
    rules.check_categories(made)
    if len(json.dumps([line.model_dump() for line in made])) > MAX_STORED:
        raise Invalid([("lines", "The descriptions are too long together.")])
    name = rules.tax_name(customer.language, has_vat_id=bool(merchant.organization.vat_id))
    taxes, subtotal, tax_total, total = rules.totals_of(made, name, customer.language)
    if len(taxes) > MAX_RATES:
        raise Invalid([("lines", f"An invoice has at most {MAX_RATES} different tax rates.")])
    return {"lines": made, "taxes": taxes, "subtotal": subtotal, "tax_total": tax_total, "total": total}


def again(lines: Sequence[Line]) -> list[NewLine]:
    """Lines as somebody would write them, of lines that were reckoned before."""
    return [NewLine(**line.model_dump(exclude={"amount"})) for line in lines]

"""Ways through what a customer's people may see of what lies at the customer, from behind a place in it."""

from collections.abc import Iterator

from chalicelib.core.identity import owner_of
from chalicelib.core.portal import Merchant
from chalicelib.customers.entity import Customer
from chalicelib.customers.find import find_customer
from chalicelib.estimates.entity import WholeEstimate
from chalicelib.estimates.rules import as_offered
from chalicelib.estimates.rules import status_of as status_of_estimate
from chalicelib.estimates.walk import walk_estimates
from chalicelib.invoices.entity import WholeInvoice
from chalicelib.invoices.rules import status_of
from chalicelib.invoices.today import today_of
from chalicelib.invoices.walk import walk_invoices
from chalicelib.projects.entity import Project, TimesheetEntry
from chalicelib.projects.walk import walk_entries, walk_projects
from chalicelib.subscriptions.entity import Subscription
from chalicelib.subscriptions.walk import walk_subscriptions
from chalicelib.tenants.find import find_merchant


def _merchant(pk: str) -> Merchant:
    return find_merchant(owner_of(pk)[0])


def the_customer(pk: str, after: str | None = None) -> Iterator[Customer]:
    """The customer itself."""
    if after is None:
        yield find_customer(*owner_of(pk))


def seen_subscriptions(pk: str, after: str | None = None) -> Iterator[Subscription]:
    """All of them, if the merchant shows them."""
    if _merchant(pk).portal.show_subscriptions:
        yield from walk_subscriptions(pk, after)


def seen_invoices(pk: str, after: str | None = None) -> Iterator[WholeInvoice]:
    """Those that were issued, with today's status."""
    today = today_of(_merchant(pk))
    for invoice in walk_invoices(pk, after):
        if invoice.status != "draft":
            yield invoice.model_copy(update={"status": status_of(invoice, today)})


def seen_estimates(pk: str, after: str | None = None) -> Iterator[WholeEstimate]:
    """As they were last sent, with today's status, if the merchant shows them; an invoice that was made of one, if that was sent."""
    merchant = _merchant(pk)
    if not merchant.portal.show_estimates:
        return
    today = today_of(merchant)
    for estimate in walk_estimates(pk, after):
        offered = as_offered(estimate)
        if offered is not None:
            yield _told(offered).model_copy(update={"status": status_of_estimate(offered, today)})


def _told(offered: WholeEstimate) -> WholeEstimate:
    sent = {one.revision for one in offered.revisions}
    papers = [paper for paper in offered.papers if paper.revision in sent]
    invoice_id = offered.invoice_id if offered.invoice_issued else None
    return offered.model_copy(update={"papers": papers, "invoice_id": invoice_id})


def seen_projects(pk: str, after: str | None = None) -> Iterator[Project]:
    """All of them, if the merchant shows them."""
    if _merchant(pk).portal.show_projects_and_timesheets:
        yield from walk_projects(pk, after)


def seen_entries(pk: str, after: str | None = None) -> Iterator[TimesheetEntry]:
    """The hours of all projects, if the merchant shows them."""
    if _merchant(pk).portal.show_projects_and_timesheets:
        yield from walk_entries(pk, after)

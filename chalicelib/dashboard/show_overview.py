"""Staff come to work: what is outstanding, what is late, what came in."""

from chalicelib.adapters.parallel import together
from chalicelib.core import clock
from chalicelib.core.identity import StaffUser
from chalicelib.core.model import Model
from chalicelib.customers.find import find_names
from chalicelib.dashboard.rules import outstanding_of
from chalicelib.dashboard.schemas import Outstanding
from chalicelib.invoices.find import find_open_of_tenant
from chalicelib.invoices.schemas import InvoiceView
from chalicelib.payments.find import find_newest_of_tenant
from chalicelib.payments.schemas import PaymentView
from chalicelib.settings import settings

ROWS = 5


class PortalCard(Model):
    """Where clients find the portal, and whether they can."""

    enabled: bool
    url: str


class NewestPayment(PaymentView):
    """A payment and the customer who made it."""

    customer_id: str
    customer_name: str


class Overview(Model):
    """The merchant's first page. ``overdue_invoices``: those due longest; ``recent_payments``: the newest."""

    portal: PortalCard
    outstanding: list[Outstanding]
    overdue_invoices: list[InvoiceView]
    recent_payments: list[NewestPayment]


def show_overview(user: StaffUser) -> Overview:
    """What the merchant is owed and what it received last. It reads what is open, not what was ever issued."""
    today = clock.today(user.merchant.organization.timezone)
    due, payments = together(lambda: find_open_of_tenant(user.tenant_id), lambda: _newest_payments(user.tenant_id))
    views = [InvoiceView.of(invoice, user, today) for invoice in due]
    late = sorted((view for view in views if view.status == "overdue"), key=lambda view: (view.due_date, view.id))
    portal = user.settings
    return Overview(
        portal=PortalCard(enabled=portal.enabled, url=f"{settings().site_of(user.tenant_id)}/{portal.portal_name}"),
        outstanding=outstanding_of(views),
        overdue_invoices=late[:ROWS],
        recent_payments=payments,
    )


def _newest_payments(tenant_id: str) -> list[NewestPayment]:
    """Names are read when they are shown: a customer may have another one by now."""
    payments = find_newest_of_tenant(tenant_id, ROWS)
    names = find_names(tenant_id, [payment.customer_id for payment in payments])
    return [
        NewestPayment(
            customer_id=payment.customer_id,
            customer_name=names[payment.customer_id],
            **PaymentView.of(payment).model_dump(),
        )
        for payment in payments
    ]

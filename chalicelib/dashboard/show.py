"""A client comes home: what is due, what comes next, what may be done here."""

from datetime import date

from chalicelib.adapters.parallel import together
from chalicelib.core import clock
from chalicelib.core.identity import PortalUser
from chalicelib.customers.entity import Customer
from chalicelib.customers.find import find_customer
from chalicelib.customers.schemas import CustomerView, Money
from chalicelib.dashboard.rules import features_of, outstanding_of
from chalicelib.dashboard.schemas import CustomerCard, Dashboard, Renewal
from chalicelib.invoices.entity import Invoice
from chalicelib.invoices.find import find_open_invoices
from chalicelib.invoices.schemas import InvoiceView
from chalicelib.payments.find import find_last_payment
from chalicelib.payments.schemas import PaymentView
from chalicelib.subscriptions.entity import Subscription
from chalicelib.subscriptions.find import find_next_renewal
from chalicelib.tenants.schemas import MerchantCard

DUE_INVOICES = 5


def show_dashboard(user: PortalUser) -> Dashboard:
    """Everything a client wants to know first; the readings beside the session check run at the same time."""
    today = clock.today(user.merchant.organization.timezone)
    customer, due, payment, renewal = together(
        lambda: find_customer(user.tenant_id, user.customer_id),
        lambda: find_open_invoices(user.partition),
        lambda: find_last_payment(user.partition),
        lambda: _next_renewal(user, today),
    )
    invoices = _views(user, due, today)
    return Dashboard(
        customer=CustomerCard(id=customer.id, display_name=customer.display_name),
        merchant=MerchantCard.of(user.merchant),
        banner=user.settings.banner_message,
        outstanding=outstanding_of(invoices),
        credits=_credits(customer),
        last_payment=PaymentView.of(payment) if payment else None,
        next_renewal=renewal,
        estimates_to_review=_to_review(user, customer, today),
        due_invoices=invoices[:DUE_INVOICES],
        features=features_of(user),
    )


def _views(user: PortalUser, due: list[Invoice], today: date) -> list[InvoiceView]:
    ordered = sorted(due, key=lambda invoice: (invoice.due_date, invoice.id))
    return [InvoiceView.of(invoice, user, today) for invoice in ordered]


def _credits(customer: Customer) -> list[Money]:
    return CustomerView.of(customer).credit


def _to_review(user: PortalUser, customer: Customer, today: date) -> int:
    """Estimates that wait for an answer; what has expired since the last waking of the calendar waits no more."""
    if not user.settings.show_estimates:
        return 0
    return sum(offer >= str(today) for offer in customer.offers or ())


def _next_renewal(user: PortalUser, today: date) -> Renewal | None:
    if not user.settings.show_subscriptions:
        return None
    found = find_next_renewal(user.partition, today)
    return _renewal(found) if found else None


def _renewal(subscription: Subscription) -> Renewal | None:
    if subscription.next_billing_date is None:
        return None
    return Renewal(
        subscription_id=subscription.id,
        date=subscription.next_billing_date,
        plan_name=subscription.plan_name,
        amount=subscription.amount * subscription.quantity,
        currency=subscription.currency,
    )

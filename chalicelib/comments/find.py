"""What a comment is about, as whoever asks may see it."""

from chalicelib.comments import rules
from chalicelib.comments.entity import Subject
from chalicelib.core.identity import PortalUser, StaffUser
from chalicelib.estimates import find as estimates
from chalicelib.estimates.entity import Estimate
from chalicelib.estimates.rules import as_offered
from chalicelib.invoices import find as invoices
from chalicelib.invoices.entity import Invoice
from chalicelib.subscriptions import find as subscriptions
from chalicelib.subscriptions.entity import Subscription


def find_estimate(user: PortalUser | StaffUser, estimate_id: str) -> Subject:
    """Raises NotFound, for a draft too where a client asks; SwitchedOff."""
    if isinstance(user, PortalUser):
        return _allowed(user, _of_estimate(estimates.find_own(user, estimate_id)))
    return _of_estimate(estimates.find_for_staff(user, estimate_id))


def find_invoice(user: PortalUser | StaffUser, invoice_id: str) -> Subject:
    """Raises NotFound, for a draft too where a client asks; SwitchedOff."""
    if isinstance(user, PortalUser):
        return _allowed(user, _of_invoice(invoices.find_invoice(user.partition, invoice_id)))
    return _of_invoice(invoices.find_for_staff(user.tenant_id, invoice_id))


def find_subscription(user: PortalUser | StaffUser, subscription_id: str) -> Subject:
    """Raises NotFound; SwitchedOff."""
    if isinstance(user, PortalUser):
        return _allowed(user, _of_subscription(subscriptions.find_own(user, subscription_id)))
    return _of_subscription(subscriptions.find_for_staff(user, subscription_id))


def _allowed(user: PortalUser, subject: Subject) -> Subject:
    rules.check_allowed(user.settings)
    return subject


def _of_estimate(one: Estimate) -> Subject:
    return Subject(
        kind="estimate",
        tenant_id=one.tenant_id,
        customer_id=one.customer_id,
        id=one.id,
        name=one.number or "",
        offered=as_offered(one) is not None,
    )


def _of_invoice(one: Invoice) -> Subject:
    return Subject(
        kind="invoice",
        tenant_id=one.tenant_id,
        customer_id=one.customer_id,
        id=one.id,
        name=one.number or "",
        offered=one.status != "draft",
    )


def _of_subscription(one: Subscription) -> Subject:
    return Subject(
        kind="subscription", tenant_id=one.tenant_id, customer_id=one.customer_id, id=one.id, name=one.plan_name
    )

"""What the home page makes of what it read."""

from chalicelib.core.identity import PortalUser
from chalicelib.dashboard.schemas import Features, Outstanding
from chalicelib.invoices.schemas import InvoiceView


def outstanding_of(invoices: list[InvoiceView]) -> list[Outstanding]:
    """Open invoices in sum, per currency."""
    found: dict[str, Outstanding] = {}
    for invoice in invoices:
        so_far = found.get(invoice.currency) or Outstanding(currency=invoice.currency, amount=0, overdue=0, count=0)
        late = invoice.balance if invoice.status == "overdue" else 0
        found[invoice.currency] = Outstanding(
            currency=invoice.currency,
            amount=so_far.amount + invoice.balance,
            overdue=so_far.overdue + late,
            count=so_far.count + 1,
        )
    return [found[currency] for currency in sorted(found)]


def features_of(user: PortalUser) -> Features:
    """The merchant's settings, cut down to this person's role."""
    settings = user.settings
    cancellation = settings.cancellation
    return Features(
        estimates=settings.show_estimates,
        subscriptions=settings.show_subscriptions,
        projects=settings.show_projects_and_timesheets,
        pay=user.may("billing"),
        forward=settings.allow_forwarding and user.may("billing"),
        cancel=(cancellation.immediately or cancellation.end_of_term) and user.may("owner"),
        profile_edit=settings.allow_profile_edit,
        company_edit=settings.allow_company_edit and user.may("owner"),
        payment_method_update=settings.allow_payment_method_update and user.may("billing"),
        payment_method_add=settings.allow_payment_method_add and user.may("billing"),
        partial_payment=settings.allow_partial_payment,
        merchant_mail=settings.allow_merchant_mail,
        reviews=settings.allow_reviews,
        comments=settings.allow_comments,
    )

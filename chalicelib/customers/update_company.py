"""A client changes its own company's details; documents that were issued before keep what they say."""

from chalicelib.adapters.dynamodb import transaction
from chalicelib.audit.record import record_change
from chalicelib.core.identity import PortalUser
from chalicelib.customers import emails, store
from chalicelib.customers.entity import Customer
from chalicelib.customers.schemas import CompanyChange, CompanyView
from chalicelib.customers.show_company import find_company
from chalicelib.outbox.add import add_mail
from chalicelib.settings import settings


def update_company(user: PortalUser, change: CompanyChange) -> CompanyView:
    """Change any of the company's details, where the merchant allows it. The merchant is told what is new.

    What is as it was before is no change: nothing is kept and nobody is told.
    """
    user.must_be("owner")
    company = find_company(user)
    given = {name: value for name, value in change.model_dump(exclude_unset=True).items() if value is not None}
    changed = Customer.model_validate({**company.model_dump(), **given})
    fields = tuple(sorted(name for name in given if getattr(changed, name) != getattr(company, name)))
    if fields:
        _keep(user, changed, fields)
    return CompanyView.of(changed)


def _keep(user: PortalUser, company: Customer, fields: tuple[str, ...]) -> None:
    with transaction() as tx:
        store.table.save(tx, company)
        names = ", ".join(fields)
        record_change(tx, user, "customer.updated", company.id, customer_id=company.id, changes={"fields": names})
        if user.settings.notify_staff_of_activity:
            add_mail(tx, user.merchant, emails.tell_merchant(user, company, fields, settings().site_url))

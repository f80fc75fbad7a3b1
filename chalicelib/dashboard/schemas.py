"""The home page over the wire."""

from chalicelib.core.fields import Address, Day
from chalicelib.core.model import Model
from chalicelib.core.portal import Merchant
from chalicelib.customers.schemas import Money
from chalicelib.invoices.schemas import InvoiceView
from chalicelib.payments.schemas import PaymentView


class CustomerCard(Model):
    """Whose home this is."""

    id: str
    display_name: str


class MerchantCard(Model):
    """Whom the client deals with."""

    name: str
    email: str
    phone: str
    address: Address
    website: str | None
    logo_url: str | None

    @classmethod
    def of(cls, merchant: Merchant) -> "MerchantCard":
        details = merchant.organization.model_dump(include={"name", "email", "phone", "address", "website"})
        return cls(logo_url=merchant.logo_url, **details)


class Outstanding(Model):
    """What is due in one currency: ``overdue`` of it is past its date; ``count`` invoices."""

    currency: str
    amount: int
    overdue: int
    count: int


class Renewal(Model):
    """The next charge of a subscription, without tax."""

    subscription_id: str
    date: Day
    plan_name: str
    amount: int
    currency: str


class Features(Model):
    """What the merchant offers and this person may use: the site shows nothing else."""

    estimates: bool
    subscriptions: bool
    projects: bool
    pay: bool
    forward: bool
    cancel: bool
    profile_edit: bool
    company_edit: bool
    payment_method_update: bool
    payment_method_add: bool
    partial_payment: bool
    merchant_mail: bool
    reviews: bool
    comments: bool


class Dashboard(Model):
    """Everything a client wants to know first."""

    customer: CustomerCard
    merchant: MerchantCard
    banner: str
    outstanding: list[Outstanding]
    credits: list[Money]
    last_payment: PaymentView | None
    next_renewal: Renewal | None
    estimates_to_review: int
    due_invoices: list[InvoiceView]
    features: Features

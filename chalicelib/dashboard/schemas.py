"""The home page over the wire."""

from chalicelib.core.fields import Day
from chalicelib.core.model import Model
from chalicelib.customers.schemas import Money
from chalicelib.invoices.schemas import InvoiceView
from chalicelib.payments.schemas import PaymentView
from chalicelib.tenants.schemas import MerchantCard


class CustomerCard(Model):
    """Whose home this is."""

    id: str
    display_name: str


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

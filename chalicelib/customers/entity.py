"""A customer."""

from chalicelib.core.fields import Address
from chalicelib.core.model import Model


class Customer(Model):
    """A company a merchant bills. ``outstanding`` and ``credit`` are minor units by currency, kept by the bank's transactions.

    ``in_use``: a person, a document or a payment refers to it, so it cannot be removed. ``gateway_ref`` is the gateway's id.
    ``offers``: estimates that wait for an answer, each as its last day and its id.
    """

    tenant_id: str
    id: str
    display_name: str
    company_name: str = ""
    email: str = ""
    phone: str = ""
    currency: str
    tax_id: str = ""
    language: str
    billing_address: Address = Address()
    shipping_address: Address = Address()
    outstanding: dict[str, int] = {}
    credit: dict[str, int] = {}
    offers: set[str] | None = None
    in_use: bool = False
    gateway_ref: str | None = None
    created_at: str
    version: int = 0

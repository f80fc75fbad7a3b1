"""Customers over the wire."""

from typing import Annotated, Literal

from pydantic import Field

from chalicelib.core.fields import Address, Currency, Email, Language, Line, Name, Phone, TaxId
from chalicelib.core.model import Model
from chalicelib.core.page import PageQuery, Request
from chalicelib.customers.entity import Customer


class Money(Model):
    """An amount in minor units of its currency."""

    currency: str
    amount: int


class CustomerView(Model):
    """A customer; ``outstanding`` and ``credit`` are per currency."""

    id: str
    display_name: str
    company_name: str
    email: str
    phone: str
    currency: str
    tax_id: str
    language: str
    billing_address: Address
    shipping_address: Address
    outstanding: list[Money]
    credit: list[Money]
    created_at: str

    @classmethod
    def of(cls, customer: Customer) -> "CustomerView":
        values = customer.model_dump(include=set(cls.model_fields) - {"outstanding", "credit"})
        return cls(outstanding=_per_currency(customer.outstanding), credit=_per_currency(customer.credit), **values)


def _per_currency(amounts: dict[str, int]) -> list[Money]:
    return [Money(currency=currency, amount=amount) for currency, amount in sorted(amounts.items()) if amount]


class NewCustomer(Request):
    """A customer to be; currency and language are the merchant's own if left out."""

    display_name: Name
    company_name: Line = ""
    email: Email | Literal[""] = ""
    phone: Phone = ""
    currency: Currency | None = None
    tax_id: TaxId = ""
    language: Language | None = None
    billing_address: Address = Address()
    shipping_address: Address = Address()


class CustomerChange(Request):
    """Any of a customer's details; what is left out stays."""

    display_name: Name | None = None
    company_name: Line | None = None
    email: Email | Literal[""] | None = None
    phone: Phone | None = None
    currency: Currency | None = None
    tax_id: TaxId | None = None
    language: Language | None = None
    billing_address: Address | None = None
    shipping_address: Address | None = None


class CompanyView(Model):
    """A client's own company, as the merchant keeps it."""

    id: str
    display_name: str
    company_name: str
    tax_id: str
    email: str
    phone: str
    billing_address: Address
    shipping_address: Address

    @classmethod
    def of(cls, customer: Customer) -> "CompanyView":
        return cls(**customer.model_dump(include=set(cls.model_fields)))


class CompanyChange(Request):
    """Any of the company's details; what is left out stays."""

    display_name: Name | None = None
    company_name: Line | None = None
    tax_id: TaxId | None = None
    email: Email | Literal[""] | None = None
    phone: Phone | None = None
    billing_address: Address | None = None
    shipping_address: Address | None = None


class CustomerQuery(PageQuery):
    """Which customers: ``q`` is the beginning of the name or of the e-mail address."""

    q: Annotated[str, Field(max_length=120, description="Beginning of the name or the e-mail address.")] = ""

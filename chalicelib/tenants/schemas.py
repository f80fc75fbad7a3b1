"""The merchant over the wire."""

from typing import Annotated, Literal

from pydantic import Field, StrictBool

from chalicelib.core.fields import (
    Accent,
    Address,
    Amount,
    Currency,
    Email,
    Language,
    Line,
    Name,
    Phone,
    PortalName,
    Prose,
    Timezone,
    WebAddress,
)
from chalicelib.core.model import Model
from chalicelib.core.page import Request
from chalicelib.core.portal import Cancellation, Links, Merchant, Organization, PayeeAccount, PortalSettings


class OrganizationView(Model):
    """The merchant as staff see it."""

    id: str
    name: str
    email: str
    phone: str
    website: str | None
    address: Address
    accent: str
    currency: str
    timezone: str
    locale: str
    tax_id: str
    vat_id: str
    payee_account: PayeeAccount
    logo_url: str | None

    @classmethod
    def of(cls, merchant: Merchant) -> "OrganizationView":
        values = merchant.organization.model_dump(exclude={"logo_key"})
        return cls(id=merchant.tenant_id, logo_url=merchant.logo_url, **values)


class OrganizationChange(Request):
    """Any of the merchant's details; what is left out stays."""

    name: Name | None = None
    email: Email | None = None
    phone: Phone | None = None
    website: WebAddress | Literal[""] | None = None
    address: Address | None = None
    accent: Accent | None = None
    currency: Currency | None = None
    timezone: Timezone | None = None
    locale: Language | None = None
    tax_id: Line | None = None
    vat_id: Line | None = None
    payee_account: PayeeAccount | None = None

    def applied_to(self, organization: Organization) -> Organization:
        given = self.model_dump(exclude_unset=True)
        if "website" in given:
            given["website"] = given["website"] or None
        return Organization.model_validate({**organization.model_dump(), **_without_none(given, keep={"website"})})


class PortalSettingsView(PortalSettings):
    """Every setting of the portal, and the address at which clients find it."""

    url: str


class PortalSettingsChange(Request):
    """Any of the settings; what is left out stays. ``enabled`` is changed by PUT and DELETE /merchant/portal only."""

    portal_name: PortalName | None = None
    banner_message: Annotated[Prose, Field(max_length=500)] | None = None
    auto_enable_for_hosted_checkout: StrictBool | None = None
    allow_forwarding: StrictBool | None = None
    allow_profile_edit: StrictBool | None = None
    allow_company_edit: StrictBool | None = None
    allow_payment_method_update: StrictBool | None = None
    allow_payment_method_add: StrictBool | None = None
    cancellation: Cancellation | None = None
    show_projects_and_timesheets: StrictBool | None = None
    show_estimates: StrictBool | None = None
    invoice_on_acceptance: Literal["none", "draft", "sent"] | None = None
    show_subscriptions: StrictBool | None = None
    allow_merchant_mail: StrictBool | None = None
    allow_reviews: StrictBool | None = None
    allow_comments: StrictBool | None = None
    notify_staff_of_activity: StrictBool | None = None
    notify_clients_of_comments: StrictBool | None = None
    allow_partial_payment: StrictBool | None = None
    minimum_payment: Amount | None = None
    require_second_factor: StrictBool | None = None
    staff_second_factor: Literal["required", "optional"] | None = None
    languages: Annotated[tuple[Language, ...], Field(min_length=1, max_length=2)] | None = None
    links: Links | None = None

    def applied_to(self, settings: PortalSettings) -> PortalSettings:
        given = _without_none(self.model_dump(exclude_unset=True), keep=set())
        return PortalSettings.model_validate({**settings.model_dump(), **given})


def _without_none(values: dict[str, object], keep: set[str]) -> dict[str, object]:
    return {name: value for name, value in values.items() if value is not None or name in keep}


class PortalStateView(Model):
    """Whether the client portal is switched on."""

    enabled: bool


class SignInFace(Model):
    """How people sign in here."""

    password: bool = True
    second_factor: bool


class PortalFace(Model):
    """What a stranger may know of a portal: enough to draw the page on which people sign in."""

    portal: str
    name: str
    logo_url: str | None
    accent: str
    locale: str
    languages: tuple[str, ...]
    enabled: bool
    sign_in: SignInFace
    links: Links

    @classmethod
    def of(cls, merchant: Merchant) -> "PortalFace":
        organization, portal = merchant.organization, merchant.portal
        return cls(
            portal=portal.portal_name,
            name=organization.name,
            logo_url=merchant.logo_url,
            accent=organization.accent,
            locale=organization.locale,
            languages=portal.languages,
            enabled=portal.enabled,
            sign_in=SignInFace(second_factor=portal.require_second_factor),
            links=portal.links,
        )


class LogoUpload(Request):
    """A PNG picture of at most 512 KB, in base 64."""

    content: Annotated[str, Field(min_length=1, max_length=700_000, examples=["iVBORw0KGgo="])]


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


class MerchantContact(MerchantCard):
    """The same with what this person may do: ``write`` a message, ``review``."""

    actions: list[str]

    @classmethod
    def offered(cls, merchant: Merchant) -> "MerchantContact":
        portal = merchant.portal
        actions = [*(["write"] * portal.allow_merchant_mail), *(["review"] * portal.allow_reviews)]
        return cls(actions=actions, **MerchantCard.of(merchant).model_dump())

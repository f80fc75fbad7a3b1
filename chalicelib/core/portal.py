"""What a merchant's portal offers: the settings model, and the merchant as every request knows it."""

from typing import Annotated, Literal

from pydantic import ConfigDict, Field, StrictBool

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


class Settings(Model):
    """Base of stored settings: unknown fields are refused on the way in, defaults fill what is missing."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True, frozen=True)


class Cancellation(Settings):
    """When a client may cancel a subscription."""

    immediately: StrictBool = False
    end_of_term: StrictBool = False


class Links(Settings):
    """Pages of the merchant's own, linked from the foot of the portal."""

    terms: WebAddress | None = None
    privacy: WebAddress | None = None
    support: WebAddress | None = None


class PortalSettings(Settings):
    """Every knob of the client portal, with its default."""

    enabled: Annotated[bool, Field(description="Read only here: PUT or DELETE /merchant/portal.")] = False
    portal_name: PortalName
    banner_message: Annotated[Prose, Field(max_length=500)] = ""
    auto_enable_for_hosted_checkout: bool = False
    allow_forwarding: bool = False
    allow_profile_edit: bool = True
    allow_company_edit: bool = True
    allow_payment_method_update: bool = True
    allow_payment_method_add: bool = False
    cancellation: Cancellation = Cancellation()
    show_projects_and_timesheets: bool = False
    show_estimates: bool = True
    invoice_on_acceptance: Literal["none", "draft", "sent"] = "none"
    show_subscriptions: bool = True
    allow_merchant_mail: bool = True
    allow_reviews: bool = False
    allow_comments: bool = True
    notify_staff_of_activity: bool = True
    notify_clients_of_comments: bool = True
    allow_partial_payment: bool = False
    minimum_payment: Amount = 0
    require_second_factor: bool = False
    staff_second_factor: Literal["required", "optional"] = "required"
    languages: Annotated[tuple[Language, ...], Field(min_length=1, max_length=2)] = ("en", "de")
    links: Links = Links()


class PayeeAccount(Settings):
    """Where a bank transfer goes; shown on invoices and on the page that says whether an invoice is genuine."""

    holder: Line = ""
    iban: Annotated[str, Field(max_length=42, pattern=r"^[A-Z0-9 ]*$")] = ""
    bic: Annotated[str, Field(max_length=11, pattern=r"^[A-Z0-9]*$")] = ""
    bank: Line = ""


class Organization(Settings):
    """The merchant as it presents itself; copied into every document when that is issued."""

    name: Name
    email: Email
    phone: Phone = ""
    website: WebAddress | None = None
    address: Address = Address()
    accent: Accent = "#1a5fb4"
    currency: Currency = "EUR"
    timezone: Timezone = "Europe/Berlin"
    locale: Language = "en"
    tax_id: Line = ""
    vat_id: Line = ""
    payee_account: PayeeAccount = PayeeAccount()
    logo_key: str | None = None


class Merchant(Model):
    """A tenant as the session check reads it: who it is and what its portal offers."""

    model_config = ConfigDict(frozen=True)

    tenant_id: str
    organization: Organization
    portal: PortalSettings

    @property
    def logo_url(self) -> str | None:
        key = self.organization.logo_key
        return f"/media/{key}" if key else None

"""What we write about customers: a client changed its company's details."""

from collections.abc import Iterable
from typing import Final

from chalicelib.core.fields import Address
from chalicelib.core.identity import PortalUser
from chalicelib.core.letters import Action, Letter, Sheet
from chalicelib.customers.entity import Customer

_WORDS: Final = {
    "en": {
        "greeting": "Hello,",
        "subject": "{customer} changed its details",
        "told": "{person} ({email}) changed the company details of {customer}. Invoices that were issued before stay as they are.",
        "action": "See the customer",
        "nothing": "(removed)",
        "display_name": "Name",
        "company_name": "Company name on invoices",
        "tax_id": "Tax number",
        "email": "E-mail address",
        "phone": "Phone",
        "billing_address": "Billing address",
        "shipping_address": "Delivery address",
    },
    "de": {
        "greeting": "Guten Tag,",
        "subject": "{customer} hat die Firmendaten geändert",
        "told": "{person} ({email}) hat die Firmendaten von {customer} geändert. Schon gestellte Rechnungen bleiben, wie sie sind.",
        "action": "Kunden ansehen",
        "nothing": "(entfernt)",
        "display_name": "Name",
        "company_name": "Firma auf Rechnungen",
        "tax_id": "Steuernummer",
        "email": "E-Mail-Adresse",
        "phone": "Telefon",
        "billing_address": "Rechnungsadresse",
        "shipping_address": "Lieferadresse",
    },
}  # fmt: skip


def tell_merchant(user: PortalUser, company: Customer, fields: Iterable[str], site_url: str) -> Sheet:
    """The merchant hears what is new; answers go to the client."""
    organization = user.merchant.organization
    language = organization.locale if organization.locale in _WORDS else "en"
    words = _WORDS[language]
    values = {"customer": company.display_name, "person": user.name, "email": user.email}
    letter = Letter(
        to=organization.email,
        language=language,
        subject=words["subject"].format(**values),
        greeting=words["greeting"],
        paragraphs=(words["told"].format(**values),),
        facts=tuple((words[name], _said(getattr(company, name)) or words["nothing"]) for name in fields),
        reply_to=user.email,
        action=Action(words["action"], f"{site_url}/merchant/customers/{company.id}"),
    )
    return Sheet(letter)


def _said(value: str | Address) -> str:
    if isinstance(value, str):
        return value
    town = f"{value.postal_code} {value.city}".strip()
    return ", ".join(filter(None, (value.line1, value.line2, town, value.state, value.country)))

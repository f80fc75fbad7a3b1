"""What we write about a purchase: to whoever subscribed, and to the merchant."""

from typing import Final

from chalicelib.contacts.emails import greeting
from chalicelib.contacts.entity import Contact
from chalicelib.core.letters import Action, Letter, Sheet
from chalicelib.core.localisation import format_date, format_money
from chalicelib.core.portal import Merchant
from chalicelib.subscriptions.entity import Subscription

_WORDS: Final = {
    "en": {
        "subject": "Welcome to {plan}",
        "welcome": "Thank you: your subscription of {plan} by {merchant} has begun.",
        "trial": "It is a trial until {day}. Nothing is charged before that day is over.",
        "next": "The next amount is taken from your saved payment method on {next}. You need not do anything.",
        "plan": "Plan",
        "quantity": "Quantity",
        "price": "Price, without tax",
        "told_subject": "{person} subscribed to {plan}",
        "told": "{person} ({email}) subscribed to {plan} on the hosted payment page.",
        "greeting": "Hello,",
        "action": "See the customer",
        "portal": "Open the client portal",
        "somebody": "Somebody",
    },
    "de": {
        "subject": "Willkommen bei {plan}",
        "welcome": "vielen Dank: Ihr Abonnement von {plan} bei {merchant} hat begonnen.",
        "trial": "Bis zum {day} ist es eine Probezeit. Vor Ablauf dieses Tages wird nichts berechnet.",
        "next": "Der nächste Betrag wird am {next} mit Ihrer gespeicherten Zahlungsart eingezogen. Sie müssen nichts tun.",
        "plan": "Tarif",
        "quantity": "Menge",
        "price": "Preis ohne Steuer",
        "told_subject": "{person} hat {plan} abonniert",
        "told": "{person} ({email}) hat auf der Bezahlseite {plan} abonniert.",
        "greeting": "Guten Tag,",
        "action": "Kunden ansehen",
        "portal": "Kundenportal öffnen",
        "somebody": "Jemand",
    },
}


def write_welcome(merchant: Merchant, contact: Contact, one: Subscription, site_url: str) -> Sheet:
    """It has begun: what was agreed, and what comes next. The receipt is a mail of its own."""
    language = _known(contact.language)
    words = _WORDS[language]
    values = {
        "plan": one.plan_name,
        "merchant": merchant.organization.name,
        "day": format_date(one.current_term_end, language),
        "next": format_date(one.next_billing_date, language) if one.next_billing_date else "",
    }
    more = (["trial"] if one.trial else []) + (["next"] if one.next_billing_date and one.payment_method_id else [])
    letter = Letter(
        to=contact.email,
        language=language,
        subject=words["subject"].format(**values),
        greeting=greeting(contact),
        paragraphs=tuple(words[name].format(**values) for name in ("welcome", *more)),
        facts=_facts(words, one, language),
        action=Action(words["portal"], f"{site_url}/{merchant.portal.portal_name}/"),
        reply_to=merchant.organization.email,
    )
    return Sheet(letter)


def tell_merchant(merchant: Merchant, contact: Contact | None, one: Subscription, site_url: str) -> Sheet:
    """The merchant hears who subscribed; answers go to them."""
    language = _known(merchant.organization.locale)
    words = _WORDS[language]
    values = {
        "plan": one.plan_name,
        "person": contact.name if contact else words["somebody"],
        "email": contact.email if contact else "",
    }
    letter = Letter(
        to=merchant.organization.email,
        language=language,
        subject=words["told_subject"].format(**values),
        greeting=words["greeting"],
        paragraphs=(words["told"].format(**values),),
        facts=_facts(words, one, language),
        action=Action(words["action"], f"{site_url}/merchant/customers/{one.customer_id}"),
        reply_to=contact.email if contact else None,
    )
    return Sheet(letter)


def _known(language: str) -> str:
    return language if language in _WORDS else "en"


def _facts(words: dict[str, str], one: Subscription, language: str) -> tuple[tuple[str, str], ...]:
    return (
        (words["plan"], one.plan_name),
        (words["quantity"], str(one.quantity)),
        (words["price"], format_money(one.price, one.currency, language)),
    )

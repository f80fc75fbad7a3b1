"""What we write about invoices: here is one, and somebody passes one on."""

from typing import Final, NamedTuple

from chalicelib.core.identity import PortalUser
from chalicelib.core.letters import Action, AttachedDocument, Letter, Sheet
from chalicelib.core.localisation import format_date, format_money
from chalicelib.core.portal import Merchant
from chalicelib.invoices.entity import Invoice
from chalicelib.invoices.paper import filename_of

_WORDS: Final = {
    "en": {
        "greeting": "Hello {name},",
        "greeting_anybody": "Hello,",
        "sent_subject": "Invoice {number} from {merchant}: {amount}",
        "sent": "Here is invoice {number} of {date}. Please pay {balance} by {due}.",
        "sent_late": "Here is invoice {number} of {date}. {balance} was due on {due}.",
        "sent_settled": "Here is invoice {number} of {date}. There is nothing left to pay.",
        "attached": "The document is attached.",
        "pay": "See and pay the invoice",
        "see": "See the invoice",
        "forwarded_subject": "Invoice {number} from {merchant}, forwarded by {person}",
        "forwarded": "{person} ({email}) forwards you invoice {number} from {merchant}. The document is attached.",
        "forwarded_message": "They write:",
        "open": "Open it in the client portal",
        "forwarded_closing": "The client portal asks for an account there; the attached document is complete without it.",
        "number": "Invoice",
        "date": "Date",
        "due": "Due",
        "total": "Total",
        "balance": "Left to pay",
    },
    "de": {
        "greeting": "Guten Tag {name},",
        "greeting_anybody": "Guten Tag,",
        "sent_subject": "Rechnung {number} von {merchant}: {amount}",
        "sent": "hier ist die Rechnung {number} vom {date}. Bitte zahlen Sie {balance} bis zum {due}.",
        "sent_late": "hier ist die Rechnung {number} vom {date}. {balance} waren am {due} fällig.",
        "sent_settled": "hier ist die Rechnung {number} vom {date}. Es ist nichts mehr zu zahlen.",
        "attached": "Das Dokument liegt bei.",
        "pay": "Rechnung ansehen und bezahlen",
        "see": "Rechnung ansehen",
        "forwarded_subject": "Rechnung {number} von {merchant}, weitergeleitet von {person}",
        "forwarded": "{person} ({email}) leitet Ihnen die Rechnung {number} von {merchant} weiter. Das Dokument liegt bei.",
        "forwarded_message": "Dazu die Nachricht:",
        "open": "Im Kundenportal öffnen",
        "forwarded_closing": "Das Kundenportal verlangt dort ein Konto; das beigefügte Dokument ist auch ohne vollständig.",
        "number": "Rechnung",
        "date": "Datum",
        "due": "Fällig",
        "total": "Gesamt",
        "balance": "Noch zu zahlen",
    },
}  # fmt: skip


class Reader(NamedTuple):
    """Somebody to write to."""

    email: str
    name: str
    language: str


def write_sent(merchant: Merchant, reader: Reader, invoice: Invoice, site_url: str) -> Sheet:
    """Here is an invoice, with its document attached and the way to its page."""
    language = _known(reader.language)
    words, values = _WORDS[language], _values(merchant, invoice, language)
    owed = invoice.balance > 0
    kind = ("sent_late" if invoice.status == "overdue" else "sent") if owed else "sent_settled"
    letter = Letter(
        to=reader.email,
        language=language,
        subject=words["sent_subject"].format(**values),
        greeting=words["greeting"].format(name=reader.name),
        paragraphs=(words[kind].format(**values), words["attached"]),
        action=_action(merchant, words["pay" if owed else "see"], invoice, site_url),
        facts=_facts(words, values, invoice),
    )
    return Sheet(letter, _documents(invoice))


def write_forwarded(
    user: PortalUser, recipient: str, message: str | None, invoice: Invoice, site_url: str
) -> Sheet:  # fmt: skip
    """A client passes an invoice on, in the client's language; answers go to the client."""
    language = _known(user.language)
    words = _WORDS[language]
    values = {**_values(user.merchant, invoice, language), "person": user.name, "email": user.email}
    letter = Letter(
        to=recipient,
        language=language,
        subject=words["forwarded_subject"].format(**values),
        greeting=words["greeting_anybody"],
        paragraphs=(words["forwarded"].format(**values),),
        action=_action(user.merchant, words["open"], invoice, site_url),
        closing=(words["forwarded_closing"],),
        reply_to=user.email,
        quote=message or None,
        quote_lead=words["forwarded_message"],
    )
    return Sheet(letter, _documents(invoice))


def _known(language: str) -> str:
    return language if language in _WORDS else "en"


def _values(merchant: Merchant, invoice: Invoice, language: str) -> dict[str, str]:
    return {
        "number": invoice.number or "",
        "merchant": merchant.organization.name,
        "date": format_date(invoice.issue_date, language),
        "due": format_date(invoice.due_date, language),
        "amount": format_money(invoice.total, invoice.currency, language),
        "balance": format_money(invoice.balance, invoice.currency, language),
    }


def _facts(words: dict[str, str], values: dict[str, str], invoice: Invoice) -> tuple[tuple[str, str], ...]:
    facts = [(words["number"], values["number"]), (words["date"], values["date"]), (words["total"], values["amount"])]
    if invoice.balance > 0:
        facts.append((words["due"], values["due"]))
    if invoice.balance != invoice.total:
        facts.append((words["balance"], values["balance"]))
    return tuple(facts)


def _action(merchant: Merchant, label: str, invoice: Invoice, site_url: str) -> Action | None:
    """The page of the invoice; no link while the merchant's portal is switched off."""
    if not merchant.portal.enabled:
        return None
    return Action(label, f"{site_url}/{merchant.portal.portal_name}/invoices/{invoice.id}")


def _documents(invoice: Invoice) -> tuple[AttachedDocument, ...]:
    assert invoice.document_key, "a mail about an invoice carries its document"
    return (AttachedDocument(invoice.document_key, filename_of(invoice, "pdf")),)

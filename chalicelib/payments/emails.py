"""What we write about money: a receipt when it came, and where to go on when it did not."""

from typing import NamedTuple

from chalicelib.core.letters import Action, AttachedDocument, Letter, Sheet
from chalicelib.core.localisation import format_date, format_money
from chalicelib.core.portal import Merchant
from chalicelib.payments.entity import Payment, PaymentAttempt
from chalicelib.payments.reasons import reason_of

_METHODS = {
    "en": {
        "card": "Card",
        "sepa_debit": "Direct debit",
        "cash": "Cash",
        "cheque": "Cheque",
        "bank_transfer": "Bank transfer",
        "other": "Other",
        "credit": "Credit",
    },
    "de": {
        "card": "Karte",
        "sepa_debit": "Lastschrift",
        "cash": "Bar",
        "cheque": "Scheck",
        "bank_transfer": "Überweisung",
        "other": "Sonstiges",
        "credit": "Guthaben",
    },
}
_WORDS = {
    "en": {
        "greeting": "Hello {name},",
        "receipt_subject": "Receipt {number}: {amount}",
        "receipt": "Thank you. We have received {amount} for {invoices}. The receipt is attached.",
        "credit": "{amount} of it was not owed any more. It is kept as your credit.",
        "receipt_credit": "{amount} of your credit were used for {invoices}. The receipt is attached.",
        "used": "{amount} of your credit were used as well.",
        "receipt_action": "See the payment",
        "failed_subject": "Your payment for {invoices} did not go through",
        "failed": "The payment of {amount} for {invoices} did not go through, so nothing was taken.",
        "failed_next": "On the page of the invoice you can try again or choose another way to pay.",
        "failed_action": "Pay the invoice",
        "number": "Receipt",
        "date": "Date",
        "amount": "Amount",
        "method": "Paid by",
        "invoice": "invoice {numbers}",
        "account": "your account",
    },
    "de": {
        "greeting": "Guten Tag {name},",
        "receipt_subject": "Beleg {number}: {amount}",
        "receipt": "vielen Dank. Wir haben {amount} für {invoices} erhalten. Der Beleg liegt bei.",
        "credit": "{amount} davon waren nicht mehr offen. Sie bleiben als Guthaben für Sie stehen.",
        "receipt_credit": "{amount} Ihres Guthabens wurden für {invoices} verwendet. Der Beleg liegt bei.",
        "used": "Außerdem wurden {amount} Ihres Guthabens verwendet.",
        "receipt_action": "Zahlung ansehen",
        "failed_subject": "Ihre Zahlung für {invoices} ist nicht zustande gekommen",
        "failed": "die Zahlung von {amount} für {invoices} ist nicht zustande gekommen; es wurde nichts abgebucht.",
        "failed_next": "Auf der Seite der Rechnung können Sie es noch einmal versuchen oder anders bezahlen.",
        "failed_action": "Rechnung bezahlen",
        "number": "Beleg",
        "date": "Datum",
        "amount": "Betrag",
        "method": "Bezahlt mit",
        "invoice": "Rechnung {numbers}",
        "account": "Ihr Konto",
    },
}


class Reader(NamedTuple):
    """Somebody to write to."""

    email: str
    name: str
    language: str


def write_receipt(merchant: Merchant, reader: Reader, payment: Payment, site_url: str, used: int = 0) -> Sheet:
    """The receipt of a payment, with its document attached; ``used`` is the credit that was used beside it."""
    words, language = _words(reader)
    amount = format_money(payment.amount, payment.currency, language)
    numbers = ", ".join(settled.number for settled in payment.invoices)
    subject_matter = words["invoice"].format(numbers=numbers) if numbers else words["account"]
    sentence = words["receipt_credit" if payment.method == "credit" else "receipt"]
    paragraphs = [sentence.format(amount=amount, invoices=subject_matter)]
    if used:
        paragraphs.append(words["used"].format(amount=format_money(used, payment.currency, language)))
    if payment.credited:
        paragraphs.append(words["credit"].format(amount=format_money(payment.credited, payment.currency, language)))
    method = " ".join(filter(None, (_METHODS[language][payment.method], _ending(payment.face.last4))))
    letter = Letter(
        to=reader.email,
        language=language,
        subject=words["receipt_subject"].format(number=payment.number, amount=amount),
        greeting=words["greeting"].format(name=reader.name),
        paragraphs=tuple(paragraphs),
        action=_action(merchant, words["receipt_action"], site_url, f"payments/{payment.id}"),
        facts=(
            (words["number"], payment.number),
            (words["date"], format_date(payment.date, language)),
            (words["amount"], amount),
            (words["method"], method),
        ),
    )
    return Sheet(letter, (AttachedDocument(payment.document_key, receipt_filename(payment)),))


def write_failure(merchant: Merchant, reader: Reader, attempt: PaymentAttempt, site_url: str) -> Sheet:
    """A payment did not go through; the link leads to where it can be made."""
    words, language = _words(reader)
    amount = format_money(attempt.charged, attempt.currency, language)
    invoices = words["invoice"].format(numbers=", ".join(part.number for part in attempt.parts))
    letter = Letter(
        to=reader.email,
        language=language,
        subject=words["failed_subject"].format(invoices=invoices),
        greeting=words["greeting"].format(name=reader.name),
        paragraphs=(
            words["failed"].format(amount=amount, invoices=invoices),
            " ".join(filter(None, (reason_of(attempt.failure_code, language), words["failed_next"]))),
        ),
        action=_action(merchant, words["failed_action"], site_url, _fixing_page(attempt)),
    )
    return Sheet(letter)


def _fixing_page(attempt: PaymentAttempt) -> str:
    """Where it can be paid after all: the invoice's own page, or the list of all."""
    return f"invoices/{attempt.invoice_ids[0]}/pay" if len(attempt.parts) == 1 else "invoices"


def receipt_filename(payment: Payment) -> str:
    """ASCII, and without a path."""
    return f"{payment.number}.pdf"


def _words(reader: Reader) -> tuple[dict[str, str], str]:
    language = reader.language if reader.language in _WORDS else "en"
    return _WORDS[language], language


def _action(merchant: Merchant, label: str, site_url: str, page: str) -> Action | None:
    """A page of the portal; no link while the merchant's portal is switched off."""
    portal = merchant.portal
    return Action(label, f"{site_url}/{portal.portal_name}/{page}") if portal.enabled else None


def _ending(last4: str) -> str:
    return f"•••• {last4}" if last4 else ""

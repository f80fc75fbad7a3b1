"""What we write when money goes back: to clients about refunds, to staff about disputes and refunds that failed."""

from chalicelib.core.letters import Action, Letter, Sheet
from chalicelib.core.localisation import format_money
from chalicelib.core.portal import Merchant
from chalicelib.payments.emails import Reader
from chalicelib.payments.entity import LedgerEntry, Payment

_WORDS = {
    "en": {
        "greeting": "Hello {name},",
        "refund_subject": "Refund of {amount}",
        "refund": "We give you back {amount} of your payment {number}. It reaches you the way you paid, usually within ten days.",
        "refund_credit": "{amount} of your payment {number} are your credit again.",
        "see": "See the payment",
        "failed_subject": "The refund of {amount} for payment {number} failed",
        "failed": "The client's bank did not take the refund of {amount} for payment {number}. The client still waits for the money.",
        "dispute_subject": "Payment {number} is disputed: {amount}",
        "dispute": "The client's bank has taken back {amount} of payment {number} until the dispute is decided.",
        "dispute_next": "Please answer the dispute at your payment service: it sets a date until when it takes your evidence.",
        "dispute_won_subject": "The dispute about payment {number} is won: {amount}",
        "dispute_won": "The dispute about payment {number} was decided in your favour, and {amount} are yours again.",
        "dispute_lost_subject": "The dispute about payment {number} is lost: {amount}",
        "dispute_lost": "The dispute about payment {number} was decided against you: {amount} are gone. Its invoices stay settled.",
        "open": "Open the invoice",
    },
    "de": {
        "greeting": "Guten Tag {name},",
        "refund_subject": "Erstattung von {amount}",
        "refund": "wir erstatten Ihnen {amount} Ihrer Zahlung {number}. Das Geld kommt auf dem Weg, auf dem Sie gezahlt haben, "
        "meist innerhalb von zehn Tagen.",
        "refund_credit": "{amount} Ihrer Zahlung {number} stehen wieder als Guthaben für Sie bereit.",
        "see": "Zahlung ansehen",
        "failed_subject": "Die Erstattung von {amount} zur Zahlung {number} ist gescheitert",
        "failed": "die Bank des Kunden hat die Erstattung von {amount} zur Zahlung {number} nicht angenommen. Der Kunde wartet noch "
        "auf das Geld.",
        "dispute_subject": "Zahlung {number} wird angefochten: {amount}",
        "dispute": "die Bank des Kunden hat {amount} der Zahlung {number} zurückgeholt, bis der Fall entschieden ist.",
        "dispute_next": "Bitte antworten Sie bei Ihrem Zahlungsdienst: Er nennt den Tag, bis zu dem er Ihre Nachweise annimmt.",
        "dispute_won_subject": "Anfechtung der Zahlung {number} gewonnen: {amount}",
        "dispute_won": "die Anfechtung der Zahlung {number} wurde zu Ihren Gunsten entschieden, {amount} gehören wieder Ihnen.",
        "dispute_lost_subject": "Anfechtung der Zahlung {number} verloren: {amount}",
        "dispute_lost": "die Anfechtung der Zahlung {number} wurde gegen Sie entschieden: {amount} sind verloren. Die Rechnungen bleiben "
        "beglichen.",
        "open": "Rechnung öffnen",
    },
}


def write_refund(merchant: Merchant, reader: Reader, payment: Payment, amount: int, site_url: str) -> Sheet:
    """Money comes back to the client."""
    portal = merchant.portal
    place = f"{site_url}/{portal.portal_name}/payments/{payment.id}" if portal.enabled else ""
    sentence = "refund_credit" if payment.method == "credit" else "refund"
    return _sheet(reader, payment, amount, "refund_subject", (sentence,), "see", place)


def write_refund_failure(reader: Reader, payment: Payment, amount: int, site_url: str) -> Sheet:
    """Staff: a refund did not reach the client."""
    return _sheet(reader, payment, amount, "failed_subject", ("failed",), "open", _console(payment, site_url))


def write_dispute(reader: Reader, payment: Payment, entry: LedgerEntry, site_url: str) -> Sheet:
    """Staff: a dispute was opened, won or lost."""
    next_step = ("dispute_next",) if entry.kind == "dispute" else ()
    sentences = (str(entry.kind), *next_step)
    return _sheet(
        reader, payment, entry.amount, f"{entry.kind}_subject", sentences, "open", _console(payment, site_url)
    )


def _console(payment: Payment, site_url: str) -> str:
    page = f"invoices/{payment.invoices[0].invoice_id}" if payment.invoices else "payments"
    return f"{site_url}/merchant/{page}"


def _sheet(
    reader: Reader, payment: Payment, amount: int, subject: str, sentences: tuple[str, ...], action: str, place: str
) -> Sheet:
    language = reader.language if reader.language in _WORDS else "en"
    words = _WORDS[language]
    values = {"amount": format_money(amount, payment.currency, language), "number": payment.number}
    letter = Letter(
        to=reader.email,
        language=language,
        subject=words[subject].format(**values),
        greeting=words["greeting"].format(name=reader.name),
        paragraphs=tuple(words[sentence].format(**values) for sentence in sentences),
        action=Action(words[action], place) if place else None,
    )
    return Sheet(letter)

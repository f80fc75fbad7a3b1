"""An invoice or a credit note as a sheet."""

from chalicelib.adapters.pdf.frame import Sheet, frame, parties
from chalicelib.adapters.pdf.priced import priced, sums
from chalicelib.adapters.pdf.words import WORDS
from chalicelib.core.documents import InvoiceDocument
from chalicelib.core.localisation import format_date, format_money


def invoice_sheet(document: InvoiceDocument) -> Sheet:
    """An invoice or a credit note."""
    return {
        **frame(document, document.kind),
        "headline": _headline(document),
        "parties": parties(document, "credited_to" if document.kind == "credit_note" else "billed_to"),
        "facts": _facts(document),
        **priced(document),
        "sums": _sums(document),
        "payment": _payment(document),
    }


def _headline(document: InvoiceDocument) -> Sheet:
    words, language = WORDS[document.language], document.language
    amount = format_money(document.balance, document.currency, language)
    if document.kind == "credit_note":
        return {"amount": format_money(document.total, document.currency, language), "note": words["amount_credited"]}
    if document.balance <= 0 or document.due_date is None:
        return {"amount": amount, "note": words["nothing_due" if document.balance <= 0 else "amount_due"]}
    due = words["due_by"].format(date=format_date(document.due_date, language))
    return {"amount": amount, "note": f"{words['amount_due']} {due}"}


def _facts(document: InvoiceDocument) -> list[list[str]]:
    words, language = WORDS[document.language], document.language
    facts = (
        ("issued", format_date(document.issue_date, language)),
        ("due", format_date(document.due_date, language) if document.due_date else ""),
        ("order", document.purchase_order),
        ("for_invoice", document.refers_to.number if document.refers_to else ""),
    )
    return [[words[name], value] for name, value in facts if value]


def _sums(document: InvoiceDocument) -> list[Sheet]:
    words = WORDS[document.language]
    if document.amount_paid:
        paid = (words["already_paid"], -document.amount_paid)
        return sums(document, (words["total"], document.total), paid, (words["amount_due"], document.balance))
    return sums(document, (words["amount_credited" if document.kind == "credit_note" else "total"], document.total))


def _payment(document: InvoiceDocument) -> Sheet | None:
    words, account = WORDS[document.language], document.seller.account
    if document.kind == "credit_note" or document.balance <= 0 or not (account.iban or document.pay_url):
        return None
    iban = account.iban.replace(" ", "")
    rows = (
        ("holder", account.holder or document.seller.name),
        ("iban", " ".join(iban[at : at + 4] for at in range(0, len(iban), 4))),
        ("bic", account.bic),
        ("bank", account.bank),
        ("quote", document.number),
    )
    return {
        "label": words["how_to_pay"],
        "url": document.pay_url,
        "link": words["pay_online"],
        "between": words["bank_transfer_to"] if document.pay_url else "",
        "rows": [[words[name], value] for name, value in rows if value] if account.iban else [],
    }

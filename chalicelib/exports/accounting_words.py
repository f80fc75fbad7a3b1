"""What the tables for an accountant say, in each language."""

from typing import Final

_ENGLISH: Final = {
    "number": "Number", "date": "Date", "due": "Due", "currency": "Currency", "net": "Net", "tax": "Tax", "total": "Total",
    "paid": "Settled", "refunded": "Refunded", "written_off": "Written off", "status": "Status", "method": "Method",
    "amount": "Amount", "invoices": "Invoices", "reference": "Reference",
    "is_sent": "Open", "is_viewed": "Open", "is_overdue": "Overdue", "is_partially_paid": "Partly paid", "is_paid": "Paid",
    "is_void": "Void",
    "by_card": "Card", "by_sepa_debit": "SEPA direct debit", "by_cash": "Cash", "by_cheque": "Cheque",
    "by_bank_transfer": "Bank transfer", "by_other": "Other", "by_credit": "Credit",
}  # fmt: skip
_GERMAN: Final = {
    "number": "Nummer", "date": "Datum", "due": "Fällig", "currency": "Währung", "net": "Netto", "tax": "Steuer", "total": "Gesamt",
    "paid": "Beglichen", "refunded": "Erstattet", "written_off": "Ausgebucht", "status": "Status", "method": "Zahlungsart",
    "amount": "Betrag", "invoices": "Rechnungen", "reference": "Verwendungszweck",
    "is_sent": "Offen", "is_viewed": "Offen", "is_overdue": "Überfällig", "is_partially_paid": "Teilweise bezahlt",
    "is_paid": "Bezahlt", "is_void": "Storniert",
    "by_card": "Karte", "by_sepa_debit": "SEPA-Lastschrift", "by_cash": "Bar", "by_cheque": "Scheck",
    "by_bank_transfer": "Überweisung", "by_other": "Sonstige", "by_credit": "Guthaben",
}  # fmt: skip
WORDS: Final = {"en": _ENGLISH, "de": _GERMAN}

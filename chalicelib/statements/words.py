"""What a statement says on paper and in a table, in each language."""

from typing import Final

_ENGLISH: Final = {
    "date": "Date", "what": "What", "documents": "Invoices", "booked": "Amount", "change": "Change", "balance": "Balance",
    "currency": "Currency", "opening": "Opening balance", "closing": "Closing balance",
    "invoice": "Invoice", "payment": "Payment", "offline_payment": "Payment", "credit": "Credit applied", "refund": "Refund",
    "refund_failed": "Refund came back", "dispute": "Payment disputed at the bank", "dispute_won": "Dispute settled, payment stands",
    "dispute_lost": "Dispute lost, payment returned", "write_off": "Written off", "void": "Invoice voided",
    "not_due": "Not due yet", "days_1_30": "1 to 30 days past due", "days_31_60": "31 to 60 days past due",
    "days_61_90": "61 to 90 days past due", "over_90": "More than 90 days past due", "unused": "Credit",
}  # fmt: skip
_GERMAN: Final = {
    "date": "Datum", "what": "Vorgang", "documents": "Rechnungen", "booked": "Betrag", "change": "Änderung", "balance": "Saldo",
    "currency": "Währung", "opening": "Anfangssaldo", "closing": "Endsaldo",
    "invoice": "Rechnung", "payment": "Zahlung", "offline_payment": "Zahlung", "credit": "Guthaben verrechnet", "refund": "Erstattung",
    "refund_failed": "Erstattung kam zurück", "dispute": "Zahlung bei der Bank angefochten",
    "dispute_won": "Anfechtung erledigt, Zahlung bleibt", "dispute_lost": "Anfechtung verloren, Zahlung ging zurück",
    "write_off": "Ausgebucht", "void": "Rechnung storniert",
    "not_due": "Noch nicht fällig", "days_1_30": "1 bis 30 Tage überfällig", "days_31_60": "31 bis 60 Tage überfällig",
    "days_61_90": "61 bis 90 Tage überfällig", "over_90": "Mehr als 90 Tage überfällig", "unused": "Guthaben",
}  # fmt: skip
WORDS: Final = {"en": _ENGLISH, "de": _GERMAN}

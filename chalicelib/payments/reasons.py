"""Why a payment did not go through, in the reader's language; reasons that accuse are never told."""

_REASONS = {
    "en": {
        "card_declined": "The bank declined it.",
        "insufficient_funds": "There was not enough money on the account.",
        "expired_card": "The card has expired.",
        "incorrect_details": "The card's details were not right.",
        "limit_exceeded": "It was above the card's limit.",
        "authentication_required": "The bank wanted you to confirm it.",
        "authentication_failed": "The bank could not confirm that it was you.",
        "currency_not_supported": "The card cannot pay in this currency.",
        "debit_failed": "The bank did not carry out the direct debit.",
        "processing_error": "The bank could not process it.",
        "method_not_usable": "The payment method can no longer be used.",
    },
    "de": {
        "card_declined": "Die Bank hat sie abgelehnt.",
        "insufficient_funds": "Das Konto war nicht gedeckt.",
        "expired_card": "Die Karte ist abgelaufen.",
        "incorrect_details": "Die Angaben zur Karte stimmten nicht.",
        "limit_exceeded": "Sie lag über dem Limit der Karte.",
        "authentication_required": "Die Bank wollte, dass Sie sie bestätigen.",
        "authentication_failed": "Die Bank konnte nicht feststellen, dass Sie es waren.",
        "currency_not_supported": "Mit der Karte kann nicht in dieser Währung gezahlt werden.",
        "debit_failed": "Die Bank hat die Lastschrift nicht ausgeführt.",
        "processing_error": "Die Bank konnte sie nicht bearbeiten.",
        "method_not_usable": "Die Zahlungsart kann nicht mehr verwendet werden.",
    },
}


def reason_of(failure_code: str | None, language: str) -> str:
    """A sentence, empty for what is nobody's business."""
    return _REASONS[language if language in _REASONS else "en"].get(failure_code or "", "")

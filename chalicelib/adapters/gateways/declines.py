"""Why a bank said no: few codes of our own, each with a sentence for the client.

Reasons that accuse (stolen, fraud) are never told: https://docs.stripe.com/declines/codes asks for that.
"""

from collections.abc import Mapping
from typing import Any

SENTENCES = {
    "card_declined": "The bank declined the payment. Please use another payment method or ask your bank.",
    "insufficient_funds": "The bank declined the payment: there is not enough money on the account.",
    "expired_card": "The card has expired. Please use another one.",
    "incorrect_details": "The card's details are not right. Please check them or use another card.",
    "limit_exceeded": "The bank declined the payment: it is above the card's limit.",
    "authentication_required": "The bank wants you to confirm this payment. Please pay again and follow its questions.",
    "authentication_failed": "The bank could not confirm that it was you. Please try again or use another card.",
    "currency_not_supported": "The card cannot pay in this currency. Please use another one.",
    "debit_failed": "The bank did not carry out the direct debit. Please use another payment method.",
    "processing_error": "The bank could not process the payment. Please try again in a few minutes.",
}
_OURS = {
    "insufficient_funds": "insufficient_funds",
    "withdrawal_count_limit_exceeded": "limit_exceeded",
    "card_velocity_exceeded": "limit_exceeded",
    "expired_card": "expired_card",
    "incorrect_cvc": "incorrect_details",
    "invalid_cvc": "incorrect_details",
    "incorrect_number": "incorrect_details",
    "invalid_number": "incorrect_details",
    "invalid_expiry_month": "incorrect_details",
    "invalid_expiry_year": "incorrect_details",
    "incorrect_zip": "incorrect_details",
    "incorrect_address": "incorrect_details",
    "authentication_required": "authentication_required",
    "authentication_not_handled": "authentication_required",
    "payment_intent_authentication_failure": "authentication_failed",
    "setup_intent_authentication_failure": "authentication_failed",
    "currency_not_supported": "currency_not_supported",
    "payment_intent_payment_attempt_failed": "debit_failed",
    "bank_account_closed": "debit_failed",
    "debit_not_authorized": "debit_failed",
    "processing_error": "processing_error",
    "issuer_not_available": "processing_error",
    "try_again_later": "processing_error",
    "reenter_transaction": "processing_error",
}


def decline_code(error: Mapping[str, Any]) -> str:
    """Our code for a gateway's error object (``code`` and ``decline_code`` are looked at)."""
    for name in ("decline_code", "code"):
        ours = _OURS.get(str(error.get(name)))
        if ours is not None:
            return ours
    return "card_declined"

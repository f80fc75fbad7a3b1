"""How banks say no: code, decline code and sentence, as Stripe words them."""

from infra.provider.forms import Json
from infra.provider.refusals import Refusal

DECLINES: dict[str, tuple[str, str, str]] = {
    "card_declined": ("card_declined", "generic_decline", "Your card was declined."),
    "insufficient_funds": ("card_declined", "insufficient_funds", "Your card has insufficient funds."),
    "lost_card": ("card_declined", "lost_card", "Your card was declined."),
    "stolen_card": ("card_declined", "stolen_card", "Your card was declined."),
    "fraudulent": ("card_declined", "fraudulent", "Your card was declined."),
    "expired_card": ("expired_card", "", "Your card has expired."),
    "incorrect_cvc": ("incorrect_cvc", "", "Your card's security code is incorrect."),
    "processing_error": ("processing_error", "", "An error occurred while processing your card. Try again in a little bit."),
    "authentication_required": (
        "authentication_required", "authentication_required",
        "Your card was declined. This transaction requires authentication.",
    ),
    "authentication_failure": (
        "payment_intent_authentication_failure", "",
        "The provided PaymentMethod has failed authentication. You can provide payment_method_data or a new "
        "PaymentMethod to attempt to fulfill this PaymentIntent again.",
    ),
    "debit_failed": ("payment_intent_payment_attempt_failed", "", "The payment failed: the bank returned the debit."),
}  # fmt: skip


def refusal_of(behaviour: str, charge: str = "", intent: Json | None = None, setup: Json | None = None) -> Refusal:
    code, decline_code, message = DECLINES[behaviour]
    more: Json = {"decline_code": decline_code, "payment_intent": intent, "setup_intent": setup}
    return Refusal(402, "card_error", message, code=code, saved=True, charge=charge, **more)

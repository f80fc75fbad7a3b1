"""What can go wrong between the portal and a payment gateway, in the portal's words.

GatewayUnavailable      it did not answer, or not sensibly: the outcome is unknown, look it up      503
├── GatewayNotConfigured    the merchant's keys or webhook secrets are missing or refused           503
AttemptKeyReused        the same attempt was sent with other particulars                             409
GatewayRefused          it refused, and asking again will not help                                   409
├── MethodNotUsable         the saved payment method is gone or not for this customer                409
├── NothingLeftToRefund     more than what is left of the charge, or it was charged back             409
AmountNotPossible       the gateway cannot take this amount in this currency                         422
EventForged             the signature does not hold, or it is not for this deployment                400
EventUnreadable         signed, but not an event as documented                                       400
"""

from chalicelib.core.errors import Conflict, Invalid, Malformed, Unavailable


class GatewayUnavailable(Unavailable):
    """Whether anything was charged is unknown: repeat under the same attempt, or ask ``find_attempt``."""

    sentence = "The payment service did not answer. Nothing is lost: please try again in a moment."


class GatewayNotConfigured(GatewayUnavailable):
    sentence = "Payments are not set up correctly. The merchant has to check the connection to the payment service."


class AttemptKeyReused(Conflict):
    sentence = "This payment was already begun with other particulars."


class GatewayRefused(Conflict):
    """``gateway_code`` is the gateway's own word for it, for the log."""

    sentence = "The payment service refused this."

    def __init__(self, gateway_code: str = "", detail: str | None = None) -> None:
        super().__init__(detail)
        self.gateway_code = gateway_code


class MethodNotUsable(GatewayRefused):
    sentence = "This payment method can no longer be used. Please choose another one."


class NothingLeftToRefund(GatewayRefused):
    sentence = "There is not that much left to refund of this payment."


class AmountNotPossible(Invalid):
    """An amount the gateway cannot take; ``detail`` says why."""

    def __init__(self, detail: str) -> None:
        super().__init__([("amount", detail)], detail)


class EventForged(Malformed):
    sentence = "The signature of this event does not hold."


class EventUnreadable(Malformed):
    sentence = "This is not an event the portal can read."

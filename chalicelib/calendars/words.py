"""What a feed says, in the languages the portal speaks."""

_WORDS = {
    "en": {
        "title": "{name}: due dates",
        "invoice": "Invoice {number} is due: {amount}",
        "pay": "See and pay it in the portal.",
        "renewal": "{plan} renews: {amount} plus tax",
        "trial": "The trial of {plan} ends; then {amount} plus tax",
        "trial_only": "The trial of {plan} ends",
        "end": "{plan} ends",
        "subscription": "See the subscription in the portal.",
        "card": "The card {brand} ending in {last4} expires",
        "replace": "Replace it in the portal before then.",
    },
    "de": {
        "title": "{name}: Termine",
        "invoice": "Rechnung {number} ist fällig: {amount}",
        "pay": "Im Portal ansehen und bezahlen.",
        "renewal": "{plan} verlängert sich: {amount} zuzüglich Steuer",
        "trial": "Die Probezeit von {plan} endet; dann {amount} zuzüglich Steuer",
        "trial_only": "Die Probezeit von {plan} endet",
        "end": "{plan} endet",
        "subscription": "Das Abonnement im Portal ansehen.",
        "card": "Die Karte {brand} mit den Endziffern {last4} läuft ab",
        "replace": "Bitte vorher im Portal ersetzen.",
    },
}


def say(language: str, sentence: str, /, **values: str) -> str:
    """The sentence in this language; a language the portal does not speak is answered in English."""
    return _WORDS.get(language, _WORDS["en"])[sentence].format(**values)

"""The few sentences that stand in every letter, in the languages the portal speaks."""

from typing import Final

from chalicelib.core.placeholders import fill

_PHRASES: Final = {
    "en": {
        "link_hint": "If the button does not work, open this address:",
        "reply_hint": "Questions? Just reply to this mail: your answer goes to {reply_to}.",
        "sent_by": "Sent by {merchant} through its client portal.",
    },
    "de": {
        "link_hint": "Falls die Schaltfläche nicht funktioniert, öffnen Sie diese Adresse:",
        "reply_hint": "Fragen? Antworten Sie einfach auf diese E-Mail: Ihre Antwort geht an {reply_to}.",
        "sent_by": "Gesendet von {merchant} über das Kundenportal.",
    },
}


def phrase(language: str, name: str, **values: str) -> str:
    """The sentence in this language; a language the portal does not speak is answered in English."""
    return fill(_PHRASES.get(language, _PHRASES["en"])[name], values)

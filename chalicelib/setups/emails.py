"""What we write when a card or bank account was added or replaced: whoever did not do it must hear of it."""

from typing import Final

from chalicelib.core.letters import Action, Letter, Sheet
from chalicelib.core.portal import Merchant
from chalicelib.payment_methods.entity import PaymentMethod
from chalicelib.payments.emails import Reader

_BRANDS: Final = {"visa": "Visa", "mastercard": "Mastercard", "amex": "American Express"}
_WORDS: Final = {
    "en": {
        "greeting": "Hello {name},",
        "card": "Card",
        "sepa_debit": "Bank account",
        "card_added_subject": "A card was added at {merchant}",
        "card_replaced_subject": "A card was replaced at {merchant}",
        "sepa_debit_added_subject": "A bank account was added at {merchant}",
        "sepa_debit_replaced_subject": "Payments at {merchant} now use a bank account",
        "added": "{face} was added to what your payments at {merchant} can be made with.",
        "replaced": "{face} takes the place of {old} for your payments at {merchant}. "
        "What was paid with the old one goes on with the new one.",
        "person": "Done by",
        "mine": "If this was you, there is nothing you need to do. If not, please set a new password at once and write to us.",
        "theirs": "If you know of this, there is nothing you need to do. If not, please ask in your company, and write to us.",
        "action": "See cards and accounts",
    },
    "de": {
        "greeting": "Guten Tag {name},",
        "card": "Karte",
        "sepa_debit": "Bankkonto",
        "card_added_subject": "Bei {merchant} wurde eine Karte hinzugefügt",
        "card_replaced_subject": "Bei {merchant} wurde eine Karte ersetzt",
        "sepa_debit_added_subject": "Bei {merchant} wurde ein Bankkonto hinzugefügt",
        "sepa_debit_replaced_subject": "Zahlungen bei {merchant} gehen jetzt von einem Bankkonto ab",
        "added": "für Ihre Zahlungen bei {merchant} kann jetzt auch {face} benutzt werden.",
        "replaced": "bei {merchant} steht für Ihre Zahlungen jetzt {face} statt {old}. "
        "Was mit der alten Zahlungsart bezahlt wurde, läuft mit der neuen weiter.",
        "person": "Durch",
        "mine": "Wenn Sie das waren, brauchen Sie nichts zu tun. "
        "Wenn nicht, legen Sie bitte sofort ein neues Passwort fest und schreiben Sie uns.",
        "theirs": "Wenn Sie davon wissen, brauchen Sie nichts zu tun. "
        "Wenn nicht, fragen Sie bitte in Ihrem Haus nach und schreiben Sie uns.",
        "action": "Karten und Konten ansehen",
    },
}  # fmt: skip


def method_saved(
    merchant: Merchant,
    reader: Reader,
    new: PaymentMethod,
    old: PaymentMethod | None,
    person: tuple[str, str] | None,
    site_url: str,
) -> Sheet:
    """A method was added, or took the place of ``old``; ``person`` is the name and address of who did it, if that is still known."""
    language = reader.language if reader.language in _WORDS else "en"
    words, done = _WORDS[language], "replaced" if old else "added"
    values = {"merchant": merchant.organization.name, "face": _face(new, words)}
    sentence = words[done].format(**values, old=_face(old, words) if old else "")
    # "mine" to whoever did it: the address tells, since one person may be known under several names.
    reassurance = words["mine" if person and person[1] == reader.email else "theirs"]
    letter = Letter(
        to=reader.email,
        language=language,
        subject=words[f"{new.type}_{done}_subject"].format(**values),
        greeting=words["greeting"].format(name=reader.name),
        paragraphs=(sentence, reassurance),
        facts=((words["person"], "{} ({})".format(*person)),) if person else (),
        action=_action(merchant, words["action"], site_url),
    )
    return Sheet(letter, despite_complaint=True)


def _face(method: PaymentMethod, words: dict[str, str]) -> str:
    brand = _BRANDS.get(method.brand, words[method.type])
    return f"{brand} •••• {method.last4}" if method.last4 else brand


def _action(merchant: Merchant, label: str, site_url: str) -> Action | None:
    portal = merchant.portal
    return Action(label, f"{site_url}/{portal.portal_name}/account") if portal.enabled else None

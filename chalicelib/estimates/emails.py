"""What we write about estimates: here is one, your answer is noted, and the merchant is told of it."""

from typing import Final

from chalicelib.core.identity import PortalUser
from chalicelib.core.letters import Action, Letter, Sheet
from chalicelib.core.localisation import format_date, format_money
from chalicelib.core.portal import Merchant
from chalicelib.estimates.entity import Estimate
from chalicelib.invoices.emails import Reader

_WORDS: Final = {
    "en": {
        "greeting": "Hello {name},",
        "greeting_staff": "Hello,",
        "sent_subject": "Estimate {number} from {merchant}",
        "sent": "{merchant} has made you an offer of {amount}. You can accept or decline it until {day}.",
        "revised": "{merchant} has revised its offer: it is {amount} now. You can accept or decline it until {day}.",
        "action": "See the estimate",
        "accepted_subject": "You accepted estimate {number}",
        "accepted": "You accepted estimate {number} of {merchant}. There is a certificate of it on its page.",
        "declined_subject": "You declined estimate {number}",
        "declined": "You declined estimate {number} of {merchant}. Thank you for saying why.",
        "told_accepted_subject": "{person} accepted {number}",
        "told_accepted": "{person} ({email}) accepted estimate {number}.",
        "told_declined_subject": "{person} declined {number}",
        "told_declined": "{person} ({email}) declined estimate {number}. You can revise it and offer it again.",
        "reason": "They write:",
        "your_reason": "You wrote:",
        "number": "Number",
        "revision": "Revision",
        "total": "Total",
        "expiry": "Valid until",
    },
    "de": {
        "greeting": "Guten Tag {name},",
        "greeting_staff": "Guten Tag,",
        "sent_subject": "Angebot {number} von {merchant}",
        "sent": "hier ist ein Angebot von {merchant} über {amount}. Sie können es bis zum {day} annehmen oder ablehnen.",
        "revised": "{merchant} hat das Angebot überarbeitet: nun {amount}. Sie können es bis zum {day} annehmen oder ablehnen.",
        "action": "Angebot ansehen",
        "accepted_subject": "Sie haben Angebot {number} angenommen",
        "accepted": "wir bestätigen die Annahme von Angebot {number} von {merchant}. Ein Zertifikat darüber steht auf seiner Seite.",
        "declined_subject": "Sie haben Angebot {number} abgelehnt",
        "declined": "wir bestätigen, dass Sie Angebot {number} von {merchant} abgelehnt haben. Danke für Ihre Begründung.",
        "told_accepted_subject": "{person} hat {number} angenommen",
        "told_accepted": "{person} ({email}) hat Angebot {number} angenommen.",
        "told_declined_subject": "{person} hat {number} abgelehnt",
        "told_declined": "{person} ({email}) hat Angebot {number} abgelehnt. Sie können es überarbeiten und noch einmal anbieten.",
        "reason": "Dazu die Nachricht:",
        "your_reason": "Ihre Begründung:",
        "number": "Nummer",
        "revision": "Fassung",
        "total": "Gesamtbetrag",
        "expiry": "Gültig bis",
    },
}  # fmt: skip


def write_sent(merchant: Merchant, reader: Reader, estimate: Estimate, site_url: str) -> Sheet:
    """Here is an estimate, or the next revision of it."""
    language = _known(reader.language)
    words, values = _WORDS[language], _values(merchant, estimate, language)
    letter = Letter(
        to=reader.email,
        language=language,
        subject=words["sent_subject"].format(**values),
        greeting=words["greeting"].format(name=reader.name),
        paragraphs=(words["revised" if estimate.revision > 1 else "sent"].format(**values),),
        action=_action(merchant, words["action"], estimate, site_url),
        facts=_facts(words, values, estimate),
    )
    return Sheet(letter)


def write_answered(merchant: Merchant, reader: Reader, estimate: Estimate, site_url: str) -> Sheet:
    """The confirmation for whoever answered."""
    language = _known(reader.language)
    words, values = _WORDS[language], _values(merchant, estimate, language)
    answer = estimate.answer
    assert answer, "a confirmation follows an answer"
    letter = Letter(
        to=reader.email,
        language=language,
        subject=words[f"{answer.kind}_subject"].format(**values),
        greeting=words["greeting"].format(name=reader.name),
        paragraphs=(words[answer.kind].format(**values),),
        action=_action(merchant, words["action"], estimate, site_url),
        facts=_facts(words, values, estimate),
        quote=answer.reason or None,
        quote_lead=words["your_reason"],
    )
    return Sheet(letter)


def tell_merchant(user: PortalUser, estimate: Estimate, site_url: str) -> Sheet:
    """The merchant hears the answer; what it writes back goes to the client."""
    organization, answer = user.merchant.organization, estimate.answer
    assert answer, "the merchant is told of an answer"
    language = _known(organization.locale)
    words = _WORDS[language]
    values = {**_values(user.merchant, estimate, language), "person": user.name, "email": user.email}
    letter = Letter(
        to=organization.email,
        language=language,
        subject=words[f"told_{answer.kind}_subject"].format(**values),
        greeting=words["greeting_staff"],
        paragraphs=(words[f"told_{answer.kind}"].format(**values),),
        facts=_facts(words, values, estimate),
        reply_to=user.email,
        quote=answer.reason or None,
        quote_lead=words["reason"],
        action=Action(words["action"], f"{site_url}/merchant/estimates/{estimate.id}"),
    )
    return Sheet(letter)


def _known(language: str) -> str:
    return language if language in _WORDS else "en"


def _values(merchant: Merchant, estimate: Estimate, language: str) -> dict[str, str]:
    return {
        "number": estimate.number or "",
        "merchant": merchant.organization.name,
        "amount": format_money(estimate.total, estimate.currency, language),
        "day": format_date(estimate.expiry_date, language),
    }


def _facts(words: dict[str, str], values: dict[str, str], estimate: Estimate) -> tuple[tuple[str, str], ...]:
    facts = [(words["number"], values["number"]), (words["total"], values["amount"]), (words["expiry"], values["day"])]
    return (*facts, (words["revision"], str(estimate.revision))) if estimate.revision > 1 else tuple(facts)


def _action(merchant: Merchant, label: str, estimate: Estimate, site_url: str) -> Action | None:
    """The page of the estimate; no link while it is not shown."""
    if not (merchant.portal.enabled and merchant.portal.show_estimates):
        return None
    return Action(label, f"{site_url}/{merchant.portal.portal_name}/estimates/{estimate.id}")

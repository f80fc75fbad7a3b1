"""What we write about subscriptions: it ends, it goes on after all, and the merchant is told of both."""

from typing import Final

from chalicelib.core.identity import PortalUser
from chalicelib.core.letters import Action, Letter, Sheet
from chalicelib.core.localisation import format_date, format_money
from chalicelib.core.portal import Merchant
from chalicelib.invoices.emails import Reader
from chalicelib.subscriptions.entity import Subscription

_WORDS: Final = {
    "en": {
        "greeting": "Hello {name},",
        "greeting_staff": "Hello,",
        "cancelled_subject": "{plan} is cancelled",
        "cancelled": "Your subscription of {plan} is cancelled. It ended on {day}, and nothing more will be charged for it.",
        "scheduled_subject": "{plan} ends on {day}",
        "scheduled": "Your subscription of {plan} is cancelled for the end of its term: {day} is its last day.",
        "scheduled_until": "Until then everything stays as it is, and nothing more will be charged for it.",
        "scheduled_undo": "Until that day you can undo the cancellation on the subscription's page.",
        "undone_subject": "{plan} goes on",
        "undone": "You have undone the cancellation: your subscription of {plan} goes on. The next invoice comes on {next}.",
        "action": "See the subscription",
        "plan": "Plan",
        "price": "Price, without tax",
        "last_day": "Last day",
        "told_cancelled_subject": "{customer_person} cancelled {plan}",
        "told_cancelled": "{customer_person} ({email}) cancelled the subscription of {plan}. Its last day is {day}.",
        "told_undone_subject": "{customer_person} keeps {plan}",
        "told_undone": "{customer_person} ({email}) has undone the cancellation of {plan}.",
        "paused_subject": "{plan} is paused",
        "paused": "Your subscription of {plan} is paused. What is paid for runs on until {end}; no further term begins.",
        "resumed_subject": "{plan} goes on",
        "resumed": "Your subscription of {plan} goes on. The next invoice comes on {next}.",
        "changed_subject": "{plan} has changed",
        "changed": "Your subscription has changed to {agreed}. The next invoice comes on {next}.",
        "change_scheduled_subject": "{plan} changes on {next}",
        "change_scheduled": "Your subscription changes to {agreed} with the term that begins on {next}.",
        "change_dropped_subject": "{plan} stays as it is",
        "change_dropped": "The change of your subscription that was planned does not happen: it stays with {agreed}.",
        "reason": "Reason",
        "comment": "They write:",
        "too_expensive": "Too expensive",
        "missing_features": "Features are missing",
        "switched_service": "Switched to another service",
        "unused": "Not used",
        "customer_service": "Customer service",
        "low_quality": "Low quality",
        "too_complex": "Too complex",
        "other": "Other",
    },
    "de": {
        "greeting": "Guten Tag {name},",
        "greeting_staff": "Guten Tag,",
        "cancelled_subject": "{plan} ist gekündigt",
        "cancelled": "wir bestätigen die Kündigung Ihres Abonnements von {plan}. Es endete am {day}; dafür wird nichts mehr berechnet.",
        "scheduled_subject": "{plan} endet am {day}",
        "scheduled": "wir bestätigen die Kündigung Ihres Abonnements von {plan} zum Ende der Laufzeit: Der {day} ist der letzte Tag.",
        "scheduled_until": "Bis dahin bleibt alles, wie es ist, und es wird nichts mehr dafür berechnet.",
        "scheduled_undo": "Bis zu diesem Tag können Sie die Kündigung auf der Seite des Abonnements zurücknehmen.",
        "undone_subject": "{plan} läuft weiter",
        "undone": "wir haben Ihre Kündigung zurückgenommen: Das Abonnement von {plan} läuft weiter. Die nächste Rechnung kommt am {next}.",
        "action": "Abonnement ansehen",
        "plan": "Tarif",
        "price": "Preis ohne Steuer",
        "last_day": "Letzter Tag",
        "told_cancelled_subject": "{customer_person} hat {plan} gekündigt",
        "told_cancelled": "{customer_person} ({email}) hat das Abonnement von {plan} gekündigt. Der letzte Tag ist der {day}.",
        "told_undone_subject": "{customer_person} behält {plan}",
        "told_undone": "{customer_person} ({email}) hat die Kündigung von {plan} zurückgenommen.",
        "paused_subject": "{plan} pausiert",
        "paused": "das Abonnement von {plan} pausiert. Was bezahlt ist, läuft bis zum {end} weiter; danach beginnt keine neue Laufzeit.",
        "resumed_subject": "{plan} läuft weiter",
        "resumed": "das Abonnement von {plan} läuft weiter. Die nächste Rechnung kommt am {next}.",
        "changed_subject": "{plan} hat sich geändert",
        "changed": "das Abonnement hat sich geändert: Es ist nun {agreed}. Die nächste Rechnung kommt am {next}.",
        "change_scheduled_subject": "{plan} ändert sich am {next}",
        "change_scheduled": "das Abonnement ändert sich mit der Laufzeit, die am {next} beginnt: Dann ist es {agreed}.",
        "change_dropped_subject": "{plan} bleibt, wie es ist",
        "change_dropped": "die geplante Änderung des Abonnements entfällt: Es bleibt bei {agreed}.",
        "reason": "Grund",
        "comment": "Dazu die Nachricht:",
        "too_expensive": "Zu teuer",
        "missing_features": "Funktionen fehlen",
        "switched_service": "Wechsel zu einem anderen Anbieter",
        "unused": "Nicht genutzt",
        "customer_service": "Kundenservice",
        "low_quality": "Schlechte Qualität",
        "too_complex": "Zu kompliziert",
        "other": "Sonstiges",
    },
}  # fmt: skip


def write_cancelled(merchant: Merchant, reader: Reader, one: Subscription, site_url: str) -> Sheet:
    """The confirmation of a cancellation: what ends, and when."""
    language = _known(reader.language)
    words, values = _WORDS[language], _values(one, language)
    kind = "cancelled" if one.has_ended else "scheduled"
    more = () if one.has_ended else (words["scheduled_until"], words["scheduled_undo"])
    letter = Letter(
        to=reader.email,
        language=language,
        subject=words[f"{kind}_subject"].format(**values),
        greeting=words["greeting"].format(name=reader.name),
        paragraphs=(words[kind].format(**values), *more),
        action=_action(merchant, words["action"], one, site_url),
        facts=(*_facts(words, one, language), (words["last_day"], values["day"])),
    )
    return Sheet(letter)


def write_paused(merchant: Merchant, reader: Reader, one: Subscription, site_url: str) -> Sheet:
    """Staff paused it: what is paid for runs on."""
    return _write("paused", merchant, reader, one, site_url)


def write_resumed(merchant: Merchant, reader: Reader, one: Subscription, site_url: str) -> Sheet:
    """Staff resumed it: when the next invoice comes."""
    return _write("resumed", merchant, reader, one, site_url)


def write_changed(merchant: Merchant, reader: Reader, one: Subscription, site_url: str) -> Sheet:
    """Staff changed it, will have it changed, or will not: its newest event says which."""
    return _write(one.history[-1].event, merchant, reader, one, site_url)


def write_undone(merchant: Merchant, reader: Reader, one: Subscription, site_url: str) -> Sheet:
    """The cancellation is undone: when the next invoice comes."""
    return _write("undone", merchant, reader, one, site_url)


def _write(kind: str, merchant: Merchant, reader: Reader, one: Subscription, site_url: str) -> Sheet:
    """A letter of one sentence."""
    language = _known(reader.language)
    words, values = _WORDS[language], _values(one, language)
    letter = Letter(
        to=reader.email,
        language=language,
        subject=words[f"{kind}_subject"].format(**values),
        greeting=words["greeting"].format(name=reader.name),
        paragraphs=(words[kind].format(**values),),
        action=_action(merchant, words["action"], one, site_url),
        facts=_facts(words, one, language),
    )
    return Sheet(letter)


def tell_merchant(user: PortalUser, one: Subscription, site_url: str) -> Sheet:
    """The merchant hears what a client decided; answers go to the client."""
    organization = user.merchant.organization
    language = _known(organization.locale)
    words = _WORDS[language]
    values = {**_values(one, language), "customer_person": user.name, "email": user.email}
    kind = "told_cancelled" if one.ending else "told_undone"
    reason = ((words["reason"], words[one.ending.reason]),) if one.ending else ()
    letter = Letter(
        to=organization.email,
        language=language,
        subject=words[f"{kind}_subject"].format(**values),
        greeting=words["greeting_staff"],
        paragraphs=(words[kind].format(**values),),
        facts=(*_facts(words, one, language), *reason),
        reply_to=user.email,
        quote=(one.ending.comment or None) if one.ending else None,
        quote_lead=words["comment"],
        action=Action(words["action"], f"{site_url}/merchant/subscriptions/{one.id}"),
    )
    return Sheet(letter)


def _known(language: str) -> str:
    return language if language in _WORDS else "en"


def _values(one: Subscription, language: str) -> dict[str, str]:
    return {
        "plan": one.plan_name,
        "agreed": _agreed(one, language),
        "end": format_date(one.current_term_end, language),
        "day": format_date(one.cancel_at or one.current_term_end, language),
        "next": format_date(one.next_billing_date, language) if one.next_billing_date else "",
    }


def _agreed(one: Subscription, language: str) -> str:
    """What it is of, or what it will be of."""
    said = one.pending or one.agreed
    name = f"{said.plan_name} × {said.quantity}" if said.quantity > 1 else said.plan_name
    return f"{name} ({format_money(said.price, one.currency, language)})"


def _facts(words: dict[str, str], one: Subscription, language: str) -> tuple[tuple[str, str], ...]:
    return ((words["plan"], one.plan_name), (words["price"], format_money(one.price, one.currency, language)))


def _action(merchant: Merchant, label: str, one: Subscription, site_url: str) -> Action | None:
    """The page of the subscription; no link while it is not shown."""
    if not (merchant.portal.enabled and merchant.portal.show_subscriptions):
        return None
    return Action(label, f"{site_url}/{merchant.portal.portal_name}/subscriptions/{one.id}")

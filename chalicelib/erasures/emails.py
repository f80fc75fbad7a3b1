"""What we write about erasure requests: it was asked for, it is refused, it is done."""

from typing import Final

from chalicelib.contacts.emails import greeting
from chalicelib.contacts.entity import Contact
from chalicelib.core.identity import PortalUser, StaffUser
from chalicelib.core.letters import Action, Letter, Sheet
from chalicelib.core.portal import Merchant
from chalicelib.erasures.entity import ErasureRequest

_WORDS: Final[dict[str, dict[str, str]]] = {
    "en": {
        "anybody": "Hello,",
        "asked_subject": "Your data at {merchant} are to be erased",
        "asked_self": "You asked {merchant} to erase your data. As soon as that is done you cannot sign in any more.",
        "asked_other": "{person} asked {merchant} to erase your data. As soon as that is done you cannot sign in any more.",
        "asked_staff": "As you wished, {merchant} noted that your data are to be erased. Then you cannot sign in any more.",
        "goes": "Your sign-in, comments, messages and review go. Invoices, payments and answered estimates stay as long as the law wants.",
        "not_you": "If this is not what you want, an owner of your account can withdraw the request, or you reply to this mail.",
        "look": "See the request",
        "merchant_subject": "{person} asks for an erasure of data",
        "merchant_self": "{person} ({email}) of {customer} asks you to erase the data kept of them. The law gives you a month.",
        "merchant_other": "{person} ({email}) of {customer} asks you to erase the data of {name}. The law gives you a month.",
        "merchant_look": "See the request",
        "refused_subject": "The data were not erased",
        "refused": "{merchant} looked at the request to erase the data of {name}, and does not do so now.",
        "refused_own": "{merchant} looked at the request to erase your data, and does not do so now.",
        "refused_quote": "The reason:",
        "refused_law": "If you think this is wrong, please reply to this mail; you may also ask the data protection authority.",
        "done_subject": "Your data are erased",
        "done": "{merchant} erased your data: you cannot sign in any more, and your comments, messages and review are gone.",
        "done_here": "{merchant} erased your data for one of your customers: you cannot sign in for it any more, and your comments, "
        "messages and review there are gone. For the others everything is as it was.",
        "stays": "Invoices, payments and answered estimates stay as long as the law wants.",
        "portal": "To the portal",
    },
    "de": {
        "anybody": "Guten Tag,",
        "asked_subject": "Ihre Daten bei {merchant} sollen gelöscht werden",
        "asked_self": "Sie haben {merchant} gebeten, Ihre Daten zu löschen. Sobald das geschehen ist, können Sie sich nicht mehr anmelden.",
        "asked_other": "{person} hat {merchant} gebeten, Ihre Daten zu löschen. Sobald das geschehen ist, können Sie sich nicht mehr "
        "anmelden.",
        "asked_staff": "wie gewünscht hat {merchant} notiert, dass Ihre Daten gelöscht werden sollen. Danach können Sie sich nicht mehr "
        "anmelden.",
        "goes": "Ihr Zugang, Ihre Kommentare, Nachrichten und Ihre Bewertung werden gelöscht. Rechnungen, Zahlungen und beantwortete "
        "Angebote bleiben, solange das Gesetz es verlangt.",
        "not_you": "Wenn Sie das nicht wollen, kann eine Inhaberin oder ein Inhaber Ihres Kontos den Antrag zurückziehen; oder Sie "
        "antworten auf diese E-Mail.",
        "look": "Antrag ansehen",
        "merchant_subject": "{person} beantragt eine Löschung von Daten",
        "merchant_self": "{person} ({email}) von {customer} bittet Sie, die eigenen Daten zu löschen. Das Gesetz gibt Ihnen einen Monat.",
        "merchant_other": "{person} ({email}) von {customer} bittet Sie, die Daten von {name} zu löschen. Das Gesetz gibt Ihnen einen "
        "Monat.",
        "merchant_look": "Antrag ansehen",
        "refused_subject": "Die Daten wurden nicht gelöscht",
        "refused": "{merchant} hat den Antrag geprüft, die Daten von {name} zu löschen, und kommt ihm jetzt nicht nach.",
        "refused_own": "{merchant} hat den Antrag geprüft, Ihre Daten zu löschen, und kommt ihm jetzt nicht nach.",
        "refused_quote": "Der Grund:",
        "refused_law": "Wenn Sie das nicht richtig finden, antworten Sie bitte auf diese E-Mail; Sie können sich auch an die "
        "Datenschutzbehörde wenden.",
        "done_subject": "Ihre Daten sind gelöscht",
        "done": "{merchant} hat Ihre Daten gelöscht: Sie können sich nicht mehr anmelden, und Ihre Kommentare, Nachrichten und Ihre "
        "Bewertung gibt es nicht mehr.",
        "done_here": "{merchant} hat Ihre Daten bei einem Ihrer Kunden gelöscht: Sie können sich für ihn nicht mehr anmelden, und Ihre "
        "Kommentare, Nachrichten und Ihre Bewertung dort gibt es nicht mehr. Für die anderen bleibt alles, wie es war.",
        "stays": "Rechnungen, Zahlungen und beantwortete Angebote bleiben, solange das Gesetz es verlangt.",
        "portal": "Zum Portal",
    },
}  # fmt: skip


def confirm(user: PortalUser | StaffUser, contact: Contact, site_url: str) -> Sheet:
    """Whoever is to be forgotten hears of it, whoever asked."""
    language, words = _words(contact.language)
    who = (
        "asked_staff" if isinstance(user, StaffUser) else "asked_self" if user.actor_id == contact.id else "asked_other"
    )
    values = {"merchant": user.merchant.organization.name, "person": user.name}
    portal = user.merchant.portal
    letter = Letter(
        to=contact.email,
        language=language,
        subject=words["asked_subject"].format(**values),
        greeting=greeting(contact),
        paragraphs=(words[who].format(**values), words["goes"]),
        action=Action(words["look"], f"{site_url}/{portal.portal_name}/account") if portal.enabled else None,
        closing=(words["not_you"],),
    )
    return Sheet(letter, despite_complaint=True)


def tell_merchant(user: PortalUser, contact: Contact, customer: str, site_url: str) -> Sheet:
    """The merchant hears of every request, whatever it wants to hear of otherwise; answers go to whoever asked."""
    organization = user.merchant.organization
    language, words = _words(organization.locale)
    values = {"person": user.name, "email": user.email, "customer": customer, "name": contact.name}
    letter = Letter(
        to=organization.email,
        language=language,
        subject=words["merchant_subject"].format(**values),
        greeting=words["anybody"],
        paragraphs=(words["merchant_self" if user.contact_id == contact.id else "merchant_other"].format(**values),),
        reply_to=user.email,
        action=Action(words["merchant_look"], f"{site_url}/merchant/erasures"),
    )
    return Sheet(letter)


def explain_refusal(
    user: StaffUser, reader: Contact, contact: Contact | None, one: ErasureRequest, site_url: str
) -> Sheet:
    """Why it is not done; answers go to the merchant."""
    language, words = _words(reader.language)
    own = contact is not None and contact.id == reader.id
    values = {"merchant": user.merchant.organization.name, "name": contact.name if contact else ""}
    portal = user.merchant.portal
    letter = Letter(
        to=reader.email,
        language=language,
        subject=words["refused_subject"],
        greeting=greeting(reader),
        paragraphs=(words["refused_own" if own else "refused"].format(**values),),
        quote=one.reason,
        quote_lead=words["refused_quote"],
        action=Action(words["look"], f"{site_url}/{portal.portal_name}/account") if portal.enabled else None,
        closing=(words["refused_law"],),
    )
    return Sheet(letter, despite_complaint=True)


def say_farewell(merchant: Merchant, contact: Contact, site_url: str, *, is_elsewhere: bool) -> Sheet:
    """It is done; nothing of this mail is kept. ``is_elsewhere``: the person stays a contact of another customer."""
    language, words = _words(contact.language)
    portal = merchant.portal
    letter = Letter(
        to=contact.email,
        language=language,
        subject=words["done_subject"],
        greeting=greeting(contact),
        paragraphs=(
            words["done_here" if is_elsewhere else "done"].format(merchant=merchant.organization.name),
            words["stays"],
        ),
        action=Action(words["portal"], f"{site_url}/{portal.portal_name}/sign-in") if portal.enabled else None,
    )
    return Sheet(letter, despite_complaint=True, farewell=not is_elsewhere)


def _words(language: str) -> tuple[str, dict[str, str]]:
    known = language if language in _WORDS else "en"
    return known, _WORDS[known]

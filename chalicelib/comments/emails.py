"""What we write about comments: somebody of the other side has said something."""

from typing import Final

from chalicelib.comments.entity import Subject
from chalicelib.core.identity import PortalUser, StaffUser
from chalicelib.core.letters import Action, Letter, Sheet
from chalicelib.core.portal import Merchant
from chalicelib.invoices.emails import Reader

_WORDS: Final = {
    "en": {
        "greeting": "Hello {name},",
        "greeting_staff": "Hello,",
        "subject": "{person} wrote about {thing}",
        "client": "{person} of {merchant} wrote a comment about {thing}.",
        "staff": "{person} ({email}) wrote a comment about {thing}.",
        "quote": "They write:",
        "action": "See the comments",
        "estimate": "estimate {name}",
        "invoice": "invoice {name}",
        "subscription": "the subscription of {name}",
    },
    "de": {
        "greeting": "Guten Tag {name},",
        "greeting_staff": "Guten Tag,",
        "subject": "{person} schreibt zu {thing}",
        "client": "{person} von {merchant} hat einen Kommentar zu {thing} geschrieben.",
        "staff": "{person} ({email}) hat einen Kommentar zu {thing} geschrieben.",
        "quote": "Die Nachricht:",
        "action": "Kommentare ansehen",
        "estimate": "Angebot {name}",
        "invoice": "Rechnung {name}",
        "subscription": "Abonnement {name}",
    },
}  # fmt: skip
_SHOWN: Final = {"estimate": "show_estimates", "subscription": "show_subscriptions"}


def tell_client(user: StaffUser, reader: Reader, subject: Subject, text: str, site_url: str) -> Sheet:
    """One of the customer's people hears what the merchant said."""
    language = _known(reader.language)
    words = _WORDS[language]
    values = {"person": user.name, "merchant": user.merchant.organization.name, "thing": _thing(subject, language)}
    letter = Letter(
        to=reader.email,
        language=language,
        subject=words["subject"].format(**values),
        greeting=words["greeting"].format(name=reader.name),
        paragraphs=(words["client"].format(**values),),
        action=_action(user.merchant, words["action"], subject, site_url),
        quote=text,
        quote_lead=words["quote"],
    )
    return Sheet(letter)


def tell_merchant(user: PortalUser, subject: Subject, text: str, site_url: str) -> Sheet:
    """The merchant hears what a client said; what it writes back goes to the client."""
    organization = user.merchant.organization
    language = _known(organization.locale)
    words = _WORDS[language]
    values = {"person": user.name, "email": user.email, "thing": _thing(subject, language)}
    letter = Letter(
        to=organization.email,
        language=language,
        subject=words["subject"].format(**values),
        greeting=words["greeting_staff"],
        paragraphs=(words["staff"].format(**values),),
        reply_to=user.email,
        action=Action(words["action"], f"{site_url}/merchant/{subject.kind}s/{subject.id}"),
        quote=text,
        quote_lead=words["quote"],
    )
    return Sheet(letter)


def _known(language: str) -> str:
    return language if language in _WORDS else "en"


def _thing(subject: Subject, language: str) -> str:
    return _WORDS[language][subject.kind].format(name=subject.name)


def _action(merchant: Merchant, label: str, subject: Subject, site_url: str) -> Action | None:
    """The page of the thing; no link while it is not shown."""
    portal, switch = merchant.portal, _SHOWN.get(subject.kind)
    if not portal.enabled or (switch and not getattr(portal, switch)):
        return None
    return Action(label, f"{site_url}/{portal.portal_name}/{subject.kind}s/{subject.id}")

"""What we write about messages: a client wrote to the merchant, the merchant answered."""

from typing import Final

from chalicelib.core.identity import PortalUser, StaffUser
from chalicelib.core.letters import Action, Letter, Sheet
from chalicelib.core.portal import Merchant
from chalicelib.invoices.emails import Reader
from chalicelib.messages.entity import Message

_WORDS: Final = {
    "en": {
        "greeting": "Hello {name},",
        "greeting_staff": "Hello,",
        "subject": "{subject} ({customer})",
        "subject_again": "Re: {subject} ({customer})",
        "written": "{person} ({email}) of {customer} wrote to you. Answer this mail, or at the console, where all of it is kept.",
        "answered_subject": "Re: {subject}",
        "answered": "{person} of {merchant} answered your message.",
        "quote": "They write:",
        "action": "See the conversation",
    },
    "de": {
        "greeting": "Guten Tag {name},",
        "greeting_staff": "Guten Tag,",
        "subject": "{subject} ({customer})",
        "subject_again": "Re: {subject} ({customer})",
        "written": "{person} ({email}) von {customer} hat Ihnen geschrieben. Antworten Sie auf diese Mail oder im Portal.",
        "answered_subject": "Re: {subject}",
        "answered": "{person} von {merchant} hat auf Ihre Nachricht geantwortet.",
        "quote": "Die Nachricht:",
        "action": "Nachrichten ansehen",
    },
}  # fmt: skip


def write_to_merchant(user: PortalUser, message: Message, body: str, customer: str, site_url: str) -> Sheet:
    """The client's own words, at the merchant's address; what is answered by mail goes to the client."""
    organization = user.merchant.organization
    language = _known(organization.locale)
    words = _WORDS[language]
    values = {"subject": message.subject, "customer": customer, "person": user.name, "email": user.email}
    letter = Letter(
        to=organization.email,
        language=language,
        subject=words["subject_again" if message.replies else "subject"].format(**values),
        greeting=words["greeting_staff"],
        paragraphs=(words["written"].format(**values),),
        reply_to=user.email,
        action=Action(words["action"], f"{site_url}/merchant/messages"),
        quote=body,
        quote_lead=words["quote"],
    )
    return Sheet(letter)


def write_answer(user: StaffUser, reader: Reader, message: Message, body: str, site_url: str) -> Sheet:
    """One of the customer's people hears what the merchant answered."""
    language = _known(reader.language)
    words = _WORDS[language]
    values = {"subject": message.subject, "merchant": user.merchant.organization.name, "person": user.name}
    letter = Letter(
        to=reader.email,
        language=language,
        subject=words["answered_subject"].format(**values),
        greeting=words["greeting"].format(name=reader.name),
        paragraphs=(words["answered"].format(**values),),
        action=_action(user.merchant, words["action"], site_url),
        quote=body,
        quote_lead=words["quote"],
    )
    return Sheet(letter)


def _known(language: str) -> str:
    return language if language in _WORDS else "en"


def _action(merchant: Merchant, label: str, site_url: str) -> Action | None:
    """The page of the conversations; no link while it is not shown."""
    if not (merchant.portal.enabled and merchant.portal.allow_merchant_mail):
        return None
    return Action(label, f"{site_url}/{merchant.portal.portal_name}/messages")

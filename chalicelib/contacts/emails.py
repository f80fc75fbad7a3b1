"""What we write to contacts."""

from chalicelib.contacts.entity import Contact
from chalicelib.core.letters import SECRET, Action, Letter, Sheet
from chalicelib.core.portal import Merchant


def invitation(contact: Contact, merchant: Merchant, site_url: str, token: str, asked_by: str = "") -> Sheet:
    """The way in: a link that works for seven days and is used up by a typed password only (V29).

    ``asked_by``: the address of the colleague who wants this person there.
    """
    name = merchant.organization.name
    url = f"{site_url}/{merchant.portal.portal_name}/accept#{SECRET}"
    if contact.language == "de":
        letter = Letter(
            to=contact.email,
            language="de",
            subject=f"{name} lädt Sie in das Kundenportal ein",
            greeting=greeting(contact),
            paragraphs=(
                f"im Kundenportal von {name} sehen Sie Ihre Rechnungen, bezahlen sie und laden Ihre Unterlagen herunter.",
                "Legen Sie zum Beginn ein Passwort fest. Der Link gilt sieben Tage.",
            ),
            facts=(("Auf Wunsch von", asked_by),) if asked_by else (),
            action=Action("Einladung annehmen", url),
            closing=("Wenn Sie diese Mail nicht erwartet haben, brauchen Sie nichts zu tun.",),
        )
    else:
        letter = Letter(
            to=contact.email,
            language="en",
            subject=f"{name} invites you to the client portal",
            greeting=greeting(contact),
            paragraphs=(
                f"In the client portal of {name} you see your invoices, pay them and download your documents.",
                "To begin, please choose a password. The link works for seven days.",
            ),
            facts=(("At the request of", asked_by),) if asked_by else (),
            action=Action("Accept the invitation", url),
            closing=("If you did not expect this mail, there is nothing you need to do.",),
        )
    return Sheet(letter, secret=token)


def greeting(contact: Contact) -> str:
    """How a letter to this person begins."""
    name = f"{contact.first_name} {contact.last_name}".strip()
    if contact.language == "de":
        return f"Guten Tag {name}," if name else "Guten Tag,"
    return f"Hello {name}," if name else "Hello,"

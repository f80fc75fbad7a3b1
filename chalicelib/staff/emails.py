"""What we write to the merchant's own people."""

from chalicelib.core.letters import SECRET, Action, Letter, Sheet
from chalicelib.core.portal import Merchant
from chalicelib.staff.entity import Staff


def invitation(staff: Staff, merchant: Merchant, site_url: str, token: str) -> Sheet:
    """The way into the merchant's console: a link that works for seven days and is used up by a typed password only."""
    name = merchant.organization.name
    url = f"{site_url}/merchant/accept#{SECRET}"
    if staff.language == "de":
        letter = Letter(
            to=staff.email,
            language="de",
            subject=f"Ihr Zugang zur Verwaltung des Kundenportals von {name}",
            greeting=f"Guten Tag {staff.name},",
            paragraphs=(
                f"Sie wurden eingeladen, das Kundenportal von {name} mit zu verwalten.",
                "Legen Sie zum Beginn ein Passwort fest. Der Link gilt sieben Tage.",
            ),
            action=Action("Einladung annehmen", url),
            closing=("Wenn Sie diese Mail nicht erwartet haben, brauchen Sie nichts zu tun.",),
        )
    else:
        letter = Letter(
            to=staff.email,
            language="en",
            subject=f"Your access to the client portal's console of {name}",
            greeting=f"Hello {staff.name},",
            paragraphs=(
                f"You were invited to help manage the client portal of {name}.",
                "To begin, please choose a password. The link works for seven days.",
            ),
            action=Action("Accept the invitation", url),
            closing=("If you did not expect this mail, there is nothing you need to do.",),
        )
    return Sheet(letter, secret=token)

"""When there may be comments; pure."""

from chalicelib.comments.entity import Subject
from chalicelib.core.errors import Conflict
from chalicelib.core.identity import SwitchedOff
from chalicelib.core.portal import PortalSettings


class NotOfferedYet(Conflict):
    sentence = "Your customer does not see this draft yet. Comments begin once it is sent."


def check_allowed(settings: PortalSettings) -> None:
    """Raises SwitchedOff if the merchant wants no comments."""
    if not settings.allow_comments:
        raise SwitchedOff


def check_seen(subject: Subject) -> None:
    """Raises NotOfferedYet for a draft: what is written there would be read by the client as soon as it is sent."""
    if not subject.offered:
        raise NotOfferedYet

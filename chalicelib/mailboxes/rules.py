"""What an event makes of a mailbox, and what may still be sent to it; pure.

The state is the gravest event since staff cleared it, the latest of those: so order and repetition of events change nothing.
"""

from chalicelib.mailboxes.entity import Mailbox, MailProblem

_GRAVITY = ("transient", "bounce", "complaint")


def note(mailbox: Mailbox, problem: MailProblem) -> Mailbox | None:
    """The mailbox after this event; None if it says nothing new, or is older than staff's word."""
    if mailbox.cleared_at and problem.at <= mailbox.cleared_at:
        return None
    if mailbox.problem and _weight(problem) <= _weight(mailbox.problem):
        return None
    return mailbox.model_copy(update={"problem": problem})


def _weight(problem: MailProblem) -> tuple[int, str]:
    return _GRAVITY.index(problem.kind), problem.at


def clear(mailbox: Mailbox, at: str) -> Mailbox:
    """Written to again; events that happened before this moment say nothing any more, however late they come."""
    return mailbox.model_copy(update={"problem": None, "cleared_at": at})


def is_suppressed(mailbox: Mailbox | None) -> bool:
    """Whether mail to it is withheld."""
    return mailbox is not None and mailbox.problem is not None and mailbox.problem.kind != "transient"


def withholds(mailbox: Mailbox | None, *, despite_complaint: bool) -> bool:
    """Whether this mail is withheld: all where there is no mailbox, after a complaint all that may be left unsaid."""
    if mailbox is None or mailbox.problem is None:
        return False
    return mailbox.problem.kind == "bounce" or (mailbox.problem.kind == "complaint" and not despite_complaint)

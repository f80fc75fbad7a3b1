"""The domain's words for everything that can go wrong, each a sentence a person can act on.

PortalError
├── Malformed            the request cannot be read                          400
├── NotSignedIn          nobody, or nobody any more                          401
├── Declined             the bank or the gateway said no                     402
├── NotAllowed           not with this role, or the merchant switched it off 403
├── NotFound             absent, or not yours: the answers are identical     404
├── Conflict             the state of things forbids it now                  409
├── TooLarge             more than this entrance takes                       413
├── WrongMediaType       not a format this entrance reads                    415
├── Invalid              well-formed, but fields are wrong                   422
├── TooManyRequests      slow down, with the seconds to wait                 429
└── Unavailable          something we lean on is away; try again             503

The numbers belong to ``entrypoints.problems``; they stand here only for the reader. Slices raise subclasses whose
names are sentences (``InvoiceAlreadyPaid``); the class name in snake case is the ``code`` of the problem document.
"""

import re
from collections.abc import Sequence
from typing import ClassVar


class PortalError(Exception):
    """Anything the portal refuses, with a sentence for the person who asked."""

    sentence: ClassVar[str] = "Something went wrong."

    def __init__(self, detail: str | None = None) -> None:
        self.detail = detail or self.sentence
        super().__init__(self.detail)

    @property
    def code(self) -> str:
        return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", type(self).__name__).lower()


class Malformed(PortalError):
    sentence = "The request could not be read."


class NotSignedIn(PortalError):
    sentence = "Please sign in."


class Declined(PortalError):
    sentence = "The payment was declined."


class NotAllowed(PortalError):
    sentence = "You are not allowed to do this."


class NotFound(PortalError):
    sentence = "There is nothing here, or it is not yours to see."


class Conflict(PortalError):
    sentence = "This changed in the meantime. Please look again."


class TooLarge(PortalError):
    sentence = "The request is too large."


class WrongMediaType(PortalError):
    sentence = "Please send application/json."


class Invalid(PortalError):
    """Well-formed but wrong: ``errors`` pairs the path of each field with a sentence; inputs are never echoed."""

    sentence = "Some fields need your attention."

    def __init__(self, errors: Sequence[tuple[str, str]], detail: str | None = None) -> None:
        super().__init__(detail)
        self.errors = tuple(errors)


class TooManyRequests(PortalError):
    """Too often; ``retry_after`` is in whole seconds."""

    sentence = "Too many attempts. Please wait a moment."

    def __init__(self, retry_after: int, detail: str | None = None) -> None:
        super().__init__(detail)
        self.retry_after = max(1, retry_after)


class Unavailable(PortalError):
    """Something we lean on did not answer; ``retry_after`` is in whole seconds."""

    sentence = "This is not available right now. Please try again in a moment."

    def __init__(self, detail: str | None = None, retry_after: int = 5) -> None:
        super().__init__(detail)
        self.retry_after = retry_after

"""A refusal of the body that waits until the verb has found its object and checked the right to it.

The contract's order of checks is 401, 404, 403, 422, 409, but a typed body is read before the verb runs. So the router
hands an unreadable body over as an object that raises on its first use, and no transaction begins while one waits.
"""

from contextvars import ContextVar

from chalicelib.core.errors import PortalError

_waiting: ContextVar[PortalError | None] = ContextVar("refused_body", default=None)


class RefusedBody:
    """Stands in for a body that was refused: whatever is asked of it, it raises the refusal."""

    def __init__(self, refusal: PortalError) -> None:
        object.__setattr__(self, "_refusal", refusal)

    def __getattribute__(self, name: str) -> object:
        raise object.__getattribute__(self, "_refusal")


def defer(refusal: PortalError | None) -> None:
    """Let ``refusal`` wait (None: nothing waits)."""
    _waiting.set(refusal)


def raise_deferred() -> None:
    """Raise what waits: called before anything is changed."""
    refusal = _waiting.get()
    if refusal is not None:
        raise refusal


def is_deferred() -> bool:
    """Whether a refusal waits."""
    return _waiting.get() is not None

"""Text as base64url without padding, as browsers' interfaces for keys want it, and back."""

import base64


def encoded(text: str) -> str:
    """``crd_1`` → ``Y3JkXzE``."""
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def decoded(value: str) -> str:
    """The text, or an empty one for what is not the form of any."""
    try:
        return base64.b64decode(value + "=" * (-len(value) % 4), altchars=b"-_", validate=True).decode()
    except ValueError:
        return ""

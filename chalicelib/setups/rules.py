"""What may go wrong with a setup."""

from datetime import timedelta

from chalicelib.core.errors import Conflict

KEPT_FOR = timedelta(days=30)


class SetupChanged(Conflict):
    """Somebody else moved the setup between the reading and the writing: the caller reads again."""


class SetupClosed(Conflict):
    sentence = "This page was closed. Please begin again."

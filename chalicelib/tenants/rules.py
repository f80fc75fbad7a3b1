"""What a merchant may not do to its own portal."""

from chalicelib.core.errors import Conflict


class PortalNameTaken(Conflict):
    sentence = "This portal name is taken."


class TenantExists(Conflict):
    sentence = "This merchant exists already."

"""Where somebody signs in: clients at their merchant's own domain, if it has one; staff at the deployment's."""

from chalicelib.sessions.entity import Member
from chalicelib.settings import settings


def site_of(member: Member) -> str:
    """The site that a letter to this person leads to."""
    return settings().site_url if member.audience == "staff" else settings().site_of(member.merchant.tenant_id)

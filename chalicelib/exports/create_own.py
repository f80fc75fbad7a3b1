"""An owner asks for everything of the customer as one file."""

from chalicelib.adapters.limits import limit_packs
from chalicelib.core.deferred import raise_deferred
from chalicelib.core.identity import PortalUser
from chalicelib.exports.begin import begin
from chalicelib.exports.schemas import ExportView
from chalicelib.exports.show import view_of


def create_own_export(user: PortalUser) -> ExportView:
    """Begin an export of what the customer's people may see; while one is under way it is that one. Raises TooManyRequests."""
    user.must_be("owner")
    raise_deferred()
    limit_packs(user.partition)
    return view_of(begin(user, "own"), user.merchant)

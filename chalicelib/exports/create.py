"""Staff ask for everything of their merchant as one file."""

from chalicelib.core.deferred import raise_deferred
from chalicelib.core.identity import StaffUser
from chalicelib.exports.begin import begin
from chalicelib.exports.schemas import ExportView
from chalicelib.exports.show import view_of


def create_export(user: StaffUser) -> ExportView:
    """Begin an export; while one is under way it is that one."""
    user.must_be("accountant")
    raise_deferred()
    return view_of(begin(user, "archive"), user.merchant)

"""An owner looks how far the customer's export is, and takes it when it is ready."""

from chalicelib.core.identity import PortalUser
from chalicelib.exports.find import find_archive
from chalicelib.exports.schemas import ExportView
from chalicelib.exports.show import view_of


def show_own_export(user: PortalUser, export_id: str) -> ExportView:
    """How far it is; the file of a ready one is a link that lives for a minute."""
    export = find_archive(user.partition, export_id, "own")
    user.must_be("owner")
    return view_of(export, user.merchant)

"""Staff look how far an export is, and take it when it is ready."""

from datetime import UTC, datetime, timedelta
from typing import Any

from chalicelib.adapters import object_store
from chalicelib.core import clock
from chalicelib.core.identity import StaffUser
from chalicelib.core.portal import Merchant
from chalicelib.exports.entity import Export
from chalicelib.exports.find import find_archive
from chalicelib.exports.schemas import ExportView


def show_export(user: StaffUser, export_id: str) -> ExportView:
    """How far it is; the file of a ready one is a link that lives for a minute."""
    export = find_archive(user.tenant_id, export_id, "archive")
    user.must_be("accountant")
    return view_of(export, user.merchant)


def view_of(export: Export, merchant: Merchant) -> ExportView:
    """The export as it is told."""
    told = told_of(export, f"{merchant.portal.portal_name}-{export.created_at[:10]}.zip")
    return ExportView(rows=export.rows, **told)


def told_of(export: Export, filename: str) -> dict[str, Any]:
    """What is told of every archive."""
    ready = export.status == "ready"
    until = clock.now() + timedelta(seconds=object_store.LINK_SECONDS)
    return {
        "url": object_store.link(export.key, filename) if ready else None,
        "url_expires_at": clock.stamp(until) if ready else None,
        "expires_at": clock.stamp(datetime.fromtimestamp(export.expires, UTC)),
        **export.model_dump(include={"id", "status", "progress", "files", "size", "sha256", "created_at"}),
    }

"""A client looks how far the pack for the accountant is, and takes it when it is ready."""

from chalicelib.core.identity import PortalUser
from chalicelib.core.portal import Merchant
from chalicelib.exports.entity import Export
from chalicelib.exports.find import find_archive
from chalicelib.exports.schemas import PackView
from chalicelib.exports.show import told_of


def show_pack(user: PortalUser, pack_id: str) -> PackView:
    """How far it is; the file of a ready one is a link that lives for a minute."""
    pack = find_archive(user.partition, pack_id, "pack")
    user.must_be("billing")
    return pack_view_of(pack, user.merchant)


def pack_view_of(pack: Export, merchant: Merchant) -> PackView:
    """The pack as it is told."""
    assert pack.period is not None
    since, until = pack.period.since, pack.period.until
    told = told_of(pack, f"{merchant.portal.portal_name}-{since}-{until}.zip")
    return PackView(since=since, until=until, **told)

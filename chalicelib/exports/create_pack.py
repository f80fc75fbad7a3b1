"""A client asks for what the accountant needs of some days, as one file."""

from datetime import date

from chalicelib.adapters.limits import limit_packs
from chalicelib.core.errors import Conflict, Invalid
from chalicelib.core.identity import PortalUser
from chalicelib.exports import rules
from chalicelib.exports.begin import begin
from chalicelib.exports.entity import Period
from chalicelib.exports.schemas import NewPack, PackView
from chalicelib.exports.show_pack import pack_view_of
from chalicelib.statements.order import order_statement
from chalicelib.statements.rules import TooLong, check_range


class OtherPackUnderWay(Conflict):
    sentence = "Another pack is being made. Please wait until it is ready."


def create_pack(user: PortalUser, request: NewPack) -> PackView:
    """Begin a pack; while one of the same days is under way it is that one. Raises Invalid, OtherPackUnderWay, TooManyRequests."""
    user.must_be("billing")
    since, until = request.since, request.until
    check_range(since, until)
    if (until - since).days > rules.MOST_DAYS:
        raise Invalid([("to", "Choose at most two years.")])
    limit_packs(user.partition)
    pack = begin(user, "pack", lambda: _period(user, since, until))
    assert pack.period is not None
    if (pack.period.since, pack.period.until) != (since, until):
        raise OtherPackUnderWay
    return pack_view_of(pack, user.merchant)


def _period(user: PortalUser, since: date, until: date) -> Period:
    """The statement is made meanwhile; what does not fit on paper is in the table alone."""
    try:
        statement_id = order_statement(user, since, until).id
    except TooLong:
        statement_id = None
    return Period(since=since, until=until, language=user.language, statement_id=statement_id)

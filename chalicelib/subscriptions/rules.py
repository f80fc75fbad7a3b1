"""How terms follow each other, what a cancellation does, and when there can be one; pure."""

import calendar
from datetime import date, timedelta
from typing import Literal

from chalicelib.core.errors import Conflict, NotAllowed
from chalicelib.core.identity import PortalUser, StaffUser
from chalicelib.core.portal import Cancellation
from chalicelib.plans.entity import Interval
from chalicelib.subscriptions.entity import MAX_EVENTS, Collection, Ending, Event, Happening, Status, Subscription

When = Literal["now", "end_of_term"]
_DAYS: dict[Interval, int] = {"day": 1, "week": 7}
DAYS_TO_NEXT_CHARGE = (3, 4, 7)
"""After a charge that failed, days until the next one: 0, 3, 7 and 14 days after the first."""
_MONTHS: dict[Interval, int] = {"month": 1, "year": 12}


class CancellationNotOffered(NotAllowed):
    sentence = "The merchant does not offer to cancel like this. Please write to them."


class SubscriptionEnded(Conflict):
    sentence = "This subscription has ended."


class CancellationScheduled(Conflict):
    sentence = "This subscription is cancelled already, for the end of its term."


class NothingScheduled(Conflict):
    sentence = "This subscription is not cancelled."


# Terms ---------------------------------------------------------------------------------------------------------------


def day_after(anchor: date, interval: Interval, count: int) -> date:
    """The day ``count`` intervals after ``anchor``: a month's last day stands in for a day that it does not have."""
    if interval in _DAYS:
        return anchor + timedelta(days=count * _DAYS[interval])
    months = anchor.year * 12 + anchor.month - 1 + count * _MONTHS[interval]
    year, month = months // 12, months % 12 + 1
    return date(year, month, min(anchor.day, calendar.monthrange(year, month)[1]))


def term_of(one: Subscription, term: int) -> tuple[date, date]:
    """First and last day of the ``term``-th term, counted from 0."""
    first = day_after(one.anchor, one.interval, term * one.interval_count)
    return first, day_after(one.anchor, one.interval, (term + 1) * one.interval_count) - timedelta(days=1)


def term_at(one: Subscription, today: date) -> int:
    """The number of the term that has ``today`` in it, or the first if that lies ahead."""
    days = max((today - one.anchor).days, 0)
    longest = {"day": 1, "week": 7, "month": 31, "year": 366}[one.interval] * one.interval_count
    term = days // longest
    while term_of(one, term)[1] < today:
        term += 1
    return term


def in_term(one: Subscription, term: int) -> Subscription:
    """The subscription in its ``term``-th term, to be billed again when that is over."""
    first, last = term_of(one, term)
    return one.model_copy(
        update={
            "status": "live",
            "trial": False,
            "term": term,
            "current_term_start": first,
            "current_term_end": last,
            "next_billing_date": last + timedelta(days=1),
        }
    )


def after_billing(one: Subscription, invoice_id: str, owed: int, today: date) -> Subscription:
    """The subscription once its current term is invoiced: what is charged one time has been charged, and the saved method is to
    pay what is owed."""
    by_itself = one.collection == "online" and one.payment_method_id and owed
    collecting = Collection(invoice_id=invoice_id, since=today, next_on=today) if by_itself else None
    return one.model_copy(update={"setup_fee": 0, "collecting": collecting})


# Charges -------------------------------------------------------------------------------------------------------------


def charge_failed(one: Subscription, today: date, at: str) -> Subscription:
    """The saved method did not pay: it is tried again some days later, at most four times in all."""
    assert one.collecting
    turn = one.collecting.turn + 1
    next_on = today + timedelta(days=DAYS_TO_NEXT_CHARGE[turn - 1]) if turn <= len(DAYS_TO_NEXT_CHARGE) else None
    status: Status = one.status if one.status == "non_renewing" else "past_due"
    collecting = one.collecting.model_copy(update={"turn": turn, "next_on": next_on})
    return with_event(one.model_copy(update={"status": status, "collecting": collecting}), "payment_failed", at)


def collected(one: Subscription, at: str) -> Subscription:
    """The invoice is settled, by whomever; only what had failed before is worth a line of history."""
    status: Status = "live" if one.status == "past_due" else one.status
    settled = one.model_copy(update={"status": status, "collecting": None})
    return with_event(settled, "payment_received", at) if one.collecting and one.collecting.turn else settled


# Endings -------------------------------------------------------------------------------------------------------------


def offers_of(one: Subscription, offered: Cancellation, today: date) -> dict[When, date]:
    """The ways to cancel that are open to a client, each with the last day of the subscription."""
    if one.has_ended:
        return {}
    offers: dict[When, date] = {}
    if offered.end_of_term and one.status != "non_renewing":
        offers["end_of_term"] = one.current_term_end
    if offered.immediately:
        offers["now"] = today
    return offers


def check_offered(offered: Cancellation, when: When | None = None) -> None:
    """Raises CancellationNotOffered; without ``when`` only if nothing is offered at all."""
    both = {"now": offered.immediately, "end_of_term": offered.end_of_term}
    if not (both[when] if when else any(both.values())):
        raise CancellationNotOffered


def cancel(one: Subscription, when: When, ending: Ending, today: date, by: str) -> Subscription:
    """The subscription as cancelled. Raises SubscriptionEnded, CancellationScheduled."""
    if one.has_ended:
        raise SubscriptionEnded
    if when == "now":
        return _ended(one.model_copy(update={"ending": ending}), min(today, one.current_term_end), ending.at, by)
    if one.status == "non_renewing":
        raise CancellationScheduled
    scheduled = one.model_copy(
        update={
            "status": "non_renewing",
            "cancel_at": one.current_term_end,
            "next_billing_date": None,
            "ending": ending,
        }
    )
    return with_event(scheduled, "cancellation_scheduled", ending.at, by)


def undo(one: Subscription, at: str, by: str) -> Subscription:
    """The subscription as if nobody had cancelled it. Raises SubscriptionEnded, NothingScheduled."""
    if one.has_ended:
        raise SubscriptionEnded
    if one.status != "non_renewing":
        raise NothingScheduled
    resumed = one.model_copy(
        update={
            "status": "trial" if one.trial else "past_due" if one.collecting and one.collecting.turn else "live",
            "cancel_at": None,
            "next_billing_date": one.current_term_end + timedelta(days=1),
            "ending": None,
        }
    )
    return with_event(resumed, "cancellation_undone", at, by)


def end(one: Subscription, at: str) -> Subscription:
    """What was cancelled for the end of its term, once that is over."""
    return _ended(one, one.cancel_at or one.current_term_end, at, "")


def _ended(one: Subscription, last_day: date, at: str, by: str) -> Subscription:
    ended = one.model_copy(
        update={"status": "cancelled", "cancel_at": last_day, "next_billing_date": None, "collecting": None}
    )
    return with_event(ended, "cancelled", at, by)


def with_event(one: Subscription, event: Event, at: str, by: str = "") -> Subscription:
    """The subscription with one more line of history."""
    history = [*one.history, Happening(at=at, event=event, by=by)][-MAX_EVENTS:]
    return one.model_copy(update={"history": history})


# What may be done now ------------------------------------------------------------------------------------------------


def actions_of(one: Subscription, user: PortalUser | StaffUser, today: date) -> list[str]:
    """``cancel`` and ``undo_cancellation``, as far as this person may do it now."""
    if isinstance(user, StaffUser):
        may, offered = user.may("admin"), Cancellation(immediately=True, end_of_term=True)
    else:
        may, offered = user.may("owner"), user.settings.cancellation
    if not may:
        return []
    actions = ["cancel"] if offers_of(one, offered, today) else []
    return [*actions, "undo_cancellation"] if one.status == "non_renewing" else actions


def check_not_over(one: Subscription, today: date) -> None:
    """Raises SubscriptionEnded for a term that is over: the calendar has ended it, even if nobody noted it yet."""
    if one.status == "non_renewing" and one.cancel_at and one.cancel_at < today:
        raise SubscriptionEnded

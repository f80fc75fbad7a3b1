"""How terms follow each other, what a cancellation does, and when there can be one; pure."""

import calendar
from datetime import date, timedelta
from typing import Literal

from chalicelib.core.errors import Conflict, NotAllowed
from chalicelib.core.identity import PortalUser, StaffUser
from chalicelib.core.portal import Cancellation
from chalicelib.plans.entity import Interval
from chalicelib.subscriptions.entity import (
    MAX_EVENTS,
    Agreed,
    Collection,
    Ending,
    Event,
    Happening,
    Status,
    Subscription,
)

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


class SubscriptionPaused(Conflict):
    sentence = "This subscription is paused. Please resume it first."


class NotPaused(Conflict):
    sentence = "This subscription is not paused."


class NothingChanges(Conflict):
    sentence = "The subscription is like this already."


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
    status: Status = one.status if one.status in ("non_renewing", "paused") else "past_due"
    collecting = one.collecting.model_copy(update={"turn": turn, "next_on": next_on})
    return with_event(one.model_copy(update={"status": status, "collecting": collecting}), "payment_failed", at)


def collected(one: Subscription, at: str) -> Subscription:
    """The invoice is settled, by whomever; only what had failed before is worth a line of history."""
    status: Status = "live" if one.status == "past_due" else one.status
    settled = one.model_copy(update={"status": status, "collecting": None})
    return with_event(settled, "payment_received", at) if one.collecting and one.collecting.turn else settled


def left_to_client(one: Subscription) -> Subscription:
    """Nothing is charged by itself any more; a charge that is under way is still looked after until its invoice is settled."""
    if one.collecting is None:
        return one
    return one.model_copy(update={"collecting": one.collecting.model_copy(update={"next_on": None})})


# Endings -------------------------------------------------------------------------------------------------------------


def offers_of(one: Subscription, offered: Cancellation, today: date) -> dict[When, date]:
    """The ways to cancel that are open to a client, each with the last day of the subscription."""
    if one.has_ended:
        return {}
    offers: dict[When, date] = {}
    if offered.end_of_term and one.status != "non_renewing":
        offers["end_of_term"] = one.current_term_end
    if offered.immediately:
        offers["now"] = min(today, one.current_term_end) if one.paused_at else today
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
    if when == "now" or (one.paused_at and one.current_term_end < today):
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
            "status": "paused" if one.paused_at else _going_on(one),
            "cancel_at": None,
            "next_billing_date": None if one.paused_at else one.current_term_end + timedelta(days=1),
            "ending": None,
        }
    )
    return with_event(resumed, "cancellation_undone", at, by)


def _going_on(one: Subscription) -> Status:
    """What it is as long as nobody stops it."""
    return "trial" if one.trial else "past_due" if one.collecting and one.collecting.turn else "live"


def end(one: Subscription, at: str) -> Subscription:
    """What was cancelled for the end of its term, once that is over."""
    return _ended(one, one.cancel_at or one.current_term_end, at, "")


def _ended(one: Subscription, last_day: date, at: str, by: str) -> Subscription:
    ended = one.model_copy(
        update={
            "status": "cancelled",
            "cancel_at": last_day,
            "next_billing_date": None,
            "collecting": None,
            "pending": None,
            "paused_at": None,
        }  # fmt: skip
    )
    return with_event(ended, "cancelled", at, by)


def with_event(one: Subscription, event: Event, at: str, by: str = "") -> Subscription:
    """The subscription with one more line of history."""
    history = [*one.history, Happening(at=at, event=event, by=by)][-MAX_EVENTS:]
    return one.model_copy(update={"history": history})


# Pauses --------------------------------------------------------------------------------------------------------------


def check_goes_on(one: Subscription) -> None:
    """Raises SubscriptionEnded, CancellationScheduled, SubscriptionPaused."""
    if one.has_ended:
        raise SubscriptionEnded
    if one.status == "non_renewing":
        raise CancellationScheduled
    if one.paused_at:
        raise SubscriptionPaused


def pause(one: Subscription, at: str, by: str) -> Subscription:
    """No further term begins; what is paid for runs on, and what is owed stays owed. Raises as check_goes_on."""
    check_goes_on(one)
    paused = one.model_copy(update={"status": "paused", "next_billing_date": None, "paused_at": at})
    return with_event(paused, "paused", at, by)


def resume(one: Subscription, today: date, at: str, by: str) -> Subscription:
    """Terms begin again: the next one when the current one is over, or today if it is over already, and then terms are counted
    from today. Raises SubscriptionEnded, CancellationScheduled, NotPaused."""
    if one.has_ended:
        raise SubscriptionEnded
    if one.status == "non_renewing":
        raise CancellationScheduled
    if not one.paused_at:
        raise NotPaused
    next_on = one.current_term_start if one.is_unbilled else one.current_term_end + timedelta(days=1)
    resumed = one.model_copy(update={"status": _going_on(one), "paused_at": None, "next_billing_date": next_on})
    if next_on <= today:
        resumed = anew(resumed, today).model_copy(update={"trial": False, "next_billing_date": today})
    return with_event(resumed, "resumed", at, by)


def anew(one: Subscription, anchor: date) -> Subscription:
    """Its terms counted from another day on; the first of them is still to be billed."""
    return one.model_copy(update={"anchor": anchor, "term": -1})


# Changes -------------------------------------------------------------------------------------------------------------


def next_term(one: Subscription) -> Subscription:
    """The subscription in the term after the one that was billed last, of what was agreed for it meanwhile."""
    if one.pending is None:
        return in_term(one, one.term + 1)
    begins_anew = one.pending.pace != one.agreed.pace
    changed = one.model_copy(update={**dict(one.pending), "pending": None})
    changed = (
        anew(changed, one.next_billing_date or one.current_term_end + timedelta(days=1)) if begins_anew else changed
    )
    return in_term(changed, changed.term + 1)


def check_pace(one: Subscription, wanted: Agreed, when: When) -> bool:
    """Whether it can be changed then: a term of another length begins when this one is over."""
    return when == "end_of_term" or one.is_unbilled or one.trial or wanted.pace == one.agreed.pace


def owed_now(one: Subscription, wanted: Agreed, today: date) -> int:
    """What the rest of the term costs more, without tax, rounded half up by days, today included. Nothing is given back."""
    more = wanted.price - one.price
    if more <= 0 or one.trial or one.is_unbilled:
        return 0
    days, left = days_of(one, today)
    return (2 * more * left + days) // (2 * days)


def days_of(one: Subscription, today: date) -> tuple[int, int]:
    """Days of the current term, and how many of them are left, today included."""
    days = (one.current_term_end - one.current_term_start).days + 1
    return days, min(max((one.current_term_end - today).days + 1, 0), days)


def change(one: Subscription, wanted: Agreed, when: When, at: str, by: str) -> Subscription:
    """The subscription as changed at once, or from its next term on. Raises as check_goes_on, NothingChanges."""
    check_goes_on(one)
    if when == "now":
        if wanted == one.agreed and one.pending is None:
            raise NothingChanges
        return with_event(_changed_now(one, wanted), "changed", at, by)
    if wanted == (one.pending or one.agreed):
        raise NothingChanges
    dropped = wanted == one.agreed
    scheduled = one.model_copy(update={"pending": None if dropped else wanted})
    return with_event(scheduled, "change_dropped" if dropped else "change_scheduled", at, by)


def _changed_now(one: Subscription, wanted: Agreed) -> Subscription:
    """Before the first bill its first term becomes as long as what is wanted."""
    changed = one.model_copy(update={**dict(wanted), "pending": None})
    if not one.is_unbilled:
        return changed
    first, last = term_of(changed, 0)
    return changed.model_copy(update={"current_term_start": first, "current_term_end": last})


# What may be done now ------------------------------------------------------------------------------------------------


def actions_of(one: Subscription, user: PortalUser | StaffUser, today: date) -> list[str]:
    """``cancel`` and ``undo_cancellation``, for staff also ``change``, ``pause`` and ``resume``: as far as this person may now."""
    if isinstance(user, StaffUser):
        may, offered = user.may("admin"), Cancellation(immediately=True, end_of_term=True)
    else:
        may, offered = user.may("owner"), user.settings.cancellation
    if not may:
        return []
    actions = ["cancel"] if offers_of(one, offered, today) else []
    if one.status == "non_renewing":
        actions.append("undo_cancellation")
    elif isinstance(user, StaffUser) and not one.has_ended:
        actions += ["resume"] if one.paused_at else ["change", "pause"]
    return actions


def check_not_over(one: Subscription, today: date) -> None:
    """Raises SubscriptionEnded for a term that is over: the calendar has ended it, even if nobody noted it yet."""
    if one.status == "non_renewing" and one.cancel_at and one.cancel_at < today:
        raise SubscriptionEnded

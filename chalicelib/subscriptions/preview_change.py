"""Staff ask what changing a subscription would do."""

from datetime import timedelta

from chalicelib.core.identity import StaffUser
from chalicelib.invoices.today import today_of
from chalicelib.subscriptions import rules
from chalicelib.subscriptions.find import find_for_staff
from chalicelib.subscriptions.schemas import ChangePreview, ChangeRequest
from chalicelib.subscriptions.wish import wanted_by


def preview_change(user: StaffUser, subscription_id: str, request: ChangeRequest) -> ChangePreview:
    """When it counts, what is due at once and what the next term costs. Raises as changing it does."""
    one = find_for_staff(user, subscription_id)
    user.must_be("admin")
    today, wanted = today_of(user.merchant), wanted_by(one, request)
    changed = rules.change(one, wanted, request.when, "", user.kind)
    days, left = rules.days_of(one, today)
    next_on = changed.next_billing_date or changed.current_term_end + timedelta(days=1)
    now = request.when == "now"
    return ChangePreview(
        **wanted.model_dump(include={"plan_code", "plan_name", "quantity", "amount"}),
        when=request.when,
        effective_on=today if now else next_on,
        currency=one.currency,
        days_in_term=days,
        days_left=left,
        due_now=rules.owed_now(one, wanted, today) if now else 0,
        next_price=wanted.price,
        next_billing_date=next_on,
    )

"""What stands in a feed, in the person's language."""

import calendar
from dataclasses import dataclass
from datetime import date

from chalicelib.calendars.entity import Entry
from chalicelib.calendars.words import say
from chalicelib.core.localisation import format_money
from chalicelib.core.portal import Merchant
from chalicelib.invoices.entity import Invoice
from chalicelib.payment_methods.entity import PaymentMethod
from chalicelib.subscriptions.entity import Subscription


def title_of(merchant: Merchant, language: str) -> str:
    """The calendar's name."""
    return say(language, "title", name=merchant.organization.name)


@dataclass(frozen=True)
class Words:
    """How things become days in a calendar: in which ``language``, and where in the portal they lead (``home``)."""

    language: str
    home: str

    def invoice(self, invoice: Invoice) -> Entry:
        """The day an open invoice falls due, with what is left of it."""
        amount = format_money(invoice.balance, invoice.currency, self.language)
        return Entry(
            uid=f"{invoice.id}-due",
            day=invoice.due_date,
            since=f"{invoice.issue_date}T00:00:00.000Z",
            sequence=invoice.version,
            title=say(self.language, "invoice", number=invoice.number or "", amount=amount),
            text=say(self.language, "pay"),
            url=f"{self.home}/invoices/{invoice.id}",
        )

    def subscription(self, one: Subscription, today: date) -> list[Entry]:
        """The day its next term is billed, its trial ends, or all of it does."""
        found = self._turn(one)
        if found is None or found[1] < today:
            return []
        name, day, price = found
        amount = format_money(price, one.currency, self.language)
        return [
            Entry(
                uid=f"{one.id}-{name.removesuffix('_only')}-{day}",
                day=day,
                since=one.created_at,
                sequence=one.version,
                title=say(self.language, name, plan=one.plan_name, amount=amount),
                text=say(self.language, "subscription"),
                url=f"{self.home}/subscriptions/{one.id}",
            )
        ]

    def _turn(self, one: Subscription) -> tuple[str, date, int] | None:
        """Which word it is, on which day, and what the next term costs."""
        agreed = one.pending or one
        if one.paused_at:
            return None
        if one.status == "non_renewing":
            name = "trial_only" if one.trial else "end"
            return (name, one.cancel_at, agreed.price) if one.cancel_at else None
        if one.next_billing_date is None:
            return None
        if one.trial:
            return "trial", one.current_term_end, agreed.price
        return "renewal", one.next_billing_date, agreed.price

    def card(self, method: PaymentMethod, today: date) -> list[Entry]:
        """The last day on which a saved card is good."""
        if method.exp_year is None or method.exp_month is None:
            return []
        last = date(method.exp_year, method.exp_month, calendar.monthrange(method.exp_year, method.exp_month)[1])
        if last < today:
            return []
        entry = Entry(
            uid=f"{method.id}-expiry",
            day=last,
            since=method.created_at,
            sequence=method.version,
            title=say(self.language, "card", brand=method.brand.title(), last4=method.last4),
            text=say(self.language, "replace"),
            url=f"{self.home}/account",
        )
        return [entry]

"""What becomes of a request to forget a person; pure.

open ──▶ erasing ──▶ erased
  ├────▶ refused   ──▶ open       asked once more
  └────▶ withdrawn ──▶ open
"""

from collections.abc import Iterable
from typing import Final

from chalicelib.contacts.entity import Contact
from chalicelib.contacts.rules import is_owner_in_office
from chalicelib.core.author import Side
from chalicelib.core.errors import Conflict
from chalicelib.core.identity import PortalUser, StaffUser
from chalicelib.customers.entity import Customer
from chalicelib.erasures.entity import ErasureRequest, Obstacle, id_of


class AlreadyDecided(Conflict):
    sentence = "This request was decided already."


class NobodyElseOwns(Conflict):
    sentence = "Somebody else of this customer must be an owner first."


class MoneyIsOwed(Conflict):
    sentence = "This is the customer's last person, and there are unpaid invoices."


class CreditIsLeft(Conflict):
    sentence = "This is the customer's last person, and there is credit to pay back."


class SubscriptionsGoOn(Conflict):
    sentence = "This is the customer's last person, and there are subscriptions that go on."


class PaymentsUnderWay(Conflict):
    sentence = "This is the customer's last person, and a payment is under way."


REFUSALS: Final[dict[Obstacle, type[Conflict]]] = {
    "owner": NobodyElseOwns,
    "outstanding": MoneyIsOwed,
    "credit": CreditIsLeft,
    "subscriptions": SubscriptionsGoOn,
    "payments": PaymentsUnderWay,
}


def leaves_no_owner(contact: Contact, others: Iterable[Contact]) -> bool:
    """Whether others stay and none of them is an owner who can sign in."""
    others = list(others)
    return bool(others) and is_owner_in_office(contact) and not any(map(is_owner_in_office, others))


def obstacles_of_money(customer: Customer, *, goes_on: bool, under_way: bool) -> list[Obstacle]:
    """Why the customer's last person cannot go yet."""
    told: dict[Obstacle, bool] = {
        "outstanding": any(amount > 0 for amount in customer.outstanding.values()),
        "credit": any(amount > 0 for amount in customer.credit.values()),
        "subscriptions": goes_on,
        "payments": under_way,
    }
    return [obstacle for obstacle, there in told.items() if there]


def ask(before: ErasureRequest | None, contact: Contact, user: PortalUser | StaffUser, now: str) -> ErasureRequest:
    """The person's request, waiting for an answer."""
    side: Side = "client" if isinstance(user, PortalUser) else "staff"
    return ErasureRequest(
        tenant_id=contact.tenant_id,
        customer_id=contact.customer_id,
        id=id_of(contact.id),
        contact_id=contact.id,
        side=side,
        requested_by=user.actor_id,
        requested_at=now,
        version=before.version if before else 0,
    )


def withdraw(one: ErasureRequest, user: PortalUser, now: str) -> ErasureRequest:
    """Nothing is to be done. Raises AlreadyDecided."""
    return _decide(one, {"status": "withdrawn", "decided_by": user.actor_id, "decided_at": now})


def refuse(one: ErasureRequest, user: StaffUser, reason: str, now: str) -> ErasureRequest:
    """It will not be done, and why. Raises AlreadyDecided."""
    return _decide(one, {"status": "refused", "decided_by": user.actor_id, "decided_at": now, "reason": reason})


def begin(one: ErasureRequest, user: StaffUser, now: str) -> ErasureRequest:
    """It is being done. Raises AlreadyDecided."""
    return _decide(one, {"status": "erasing", "decided_by": user.actor_id, "decided_at": now})


def finish(one: ErasureRequest) -> ErasureRequest:
    """The person is forgotten."""
    return one.model_copy(update={"status": "erased"})


def _decide(one: ErasureRequest, how: dict[str, str]) -> ErasureRequest:
    if one.status != "open":
        raise AlreadyDecided
    return one.model_copy(update=how)

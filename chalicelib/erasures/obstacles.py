"""What has to be settled before a person can be forgotten."""

from dataclasses import dataclass

from chalicelib.contacts.entity import Contact
from chalicelib.contacts.find import find_contacts_of_customer
from chalicelib.customers.entity import Customer
from chalicelib.customers.find import find_customer
from chalicelib.erasures import rules
from chalicelib.erasures.entity import Obstacle
from chalicelib.erasures.store import walk_requests
from chalicelib.payments.find import is_under_way
from chalicelib.subscriptions.find import find_going_on


@dataclass(frozen=True)
class Situation:
    """A customer as it stands while one of its people is to go; ``is_last``: nobody else is there."""

    customer: Customer
    is_last: bool
    obstacles: list[Obstacle]


def look(contact: Contact) -> Situation:
    """Where nobody is left afterwards, all that is between the customer and the merchant must be settled before.

    Who is being erased already is nobody any more.
    """
    customer = find_customer(contact.tenant_id, contact.customer_id)
    people = find_contacts_of_customer(contact.tenant_id, contact.customer_id)
    going = {one.contact_id for one in walk_requests(contact.partition) if one.status == "erasing"} | {contact.id}
    others = [one for one in people if one.id not in going]
    if others:
        return Situation(customer, False, ["owner"] if rules.leaves_no_owner(contact, others) else [])
    goes_on = bool(find_going_on(contact.partition))
    under_way = is_under_way(contact.partition)
    return Situation(customer, True, rules.obstacles_of_money(customer, goes_on=goes_on, under_way=under_way))

"""What is known of a customer beyond its documents goes with its last person."""

from chalicelib.adapters.dynamodb import Transaction
from chalicelib.core.fields import Address
from chalicelib.customers import store
from chalicelib.customers.entity import Customer

_NAMES = {"en": "Erased customer", "de": "Gelöschter Kunde"}


def forget_details(tx: Transaction, customer: Customer) -> None:
    """Only what is owed, the language and the gateway's id stay. Raises Conflict if the customer changed since it was read."""
    nothing = {"company_name": "", "email": "", "phone": "", "tax_id": ""}
    nowhere = {"billing_address": Address(), "shipping_address": Address()}
    name = _NAMES.get(customer.language, _NAMES["en"])
    store.table.save(tx, customer.model_copy(update={**nothing, **nowhere, "display_name": name}))


def forget_addresses(tx: Transaction, customer: Customer, email: str, phone: str) -> None:
    """The customer goes on without this person's address and number, if they were the customer's too.

    It is written in any case: of two people who go at the same moment, one has to look again who stays.
    """
    theirs = {
        name: "" for name, value in (("email", email), ("phone", phone)) if value and getattr(customer, name) == value
    }
    store.table.save(tx, customer.model_copy(update=theirs))

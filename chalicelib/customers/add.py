"""A new customer is kept: whoever enters it, staff or the customer's own purchase."""

from chalicelib.adapters.dynamodb import Transaction
from chalicelib.audit.record import record_change
from chalicelib.core.identity import Actor
from chalicelib.customers import store
from chalicelib.customers.entity import Customer


def add_customer(tx: Transaction, actor: Actor, customer: Customer) -> None:
    """Keep a customer with its audit row. The commit raises Conflict if one of this id is there."""
    store.table.add(tx, customer)
    record_change(tx, actor, "customer.created", customer.id, customer_id=customer.id)

"""A client with an invoice, for use cases that only look at what there is."""

from tests.faults.harness import World
from tests.fixtures.invoices import issued_invoice
from tests.fixtures.people import Actor, a_client, a_customer, a_tenant


def a_billed_client(world: World) -> Actor:
    """Somebody who may do everything."""
    a_tenant("acme")
    a_customer("ten_acme", "cus_one")
    ada = a_client("ten_acme", "cus_one", "Ada", "owner")
    assert ada.token
    issued_invoice("ten_acme", "cus_one")
    return ada

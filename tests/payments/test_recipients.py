"""News of money goes to the payer and to those who look after bills, and to the company's own address where there is nobody."""

import pytest

from chalicelib.adapters.dynamodb import transaction
from chalicelib.contacts.entity import Contact
from chalicelib.customers.store import table as customers
from chalicelib.payments.emails import Reader
from chalicelib.payments.recipients import choose_readers


def person(name, role="billing", status="active", language="en"):
    return Contact(
        tenant_id="ten_acme", customer_id="cus_one", id=f"con_{name}", email=f"{name}@example.com", first_name=name.title(),
        role=role, language=language, portal_status=status, created_at="2026-01-01T00:00:00.000Z",
    )  # fmt: skip


def readers(*people, payer=None):
    return choose_readers(list(people), "ten_acme", "cus_one", payer and f"con_{payer}")


def test_the_payer_comes_first_and_everybody_is_written_to_by_name_and_in_their_language():
    people = (person("ada", "owner", "invited"), person("bob", language="de"), person("vera", "viewer"))
    assert readers(*people, payer="bob") == [
        Reader("bob@example.com", "Bob", "de"),
        Reader("ada@example.com", "Ada", "en"),
    ]
    assert [one.email for one in readers(*people, payer="vera")] == [
        "vera@example.com", "ada@example.com", "bob@example.com"
    ]  # fmt: skip


@pytest.mark.parametrize("email", ["office@lovelace.example", ""])
def test_where_nobody_looks_after_bills_the_company_is_told_if_it_has_an_address(ada, email):
    customer = customers.get("ten_acme", "cus_one").model_copy(
        update={"email": email, "display_name": "Lovelace", "language": "de"}
    )
    with transaction() as tx:
        customers.save(tx, customer)
    wanted = [Reader(email, "Lovelace", "de")] if email else []
    assert readers(person("vera", "viewer"), person("bill", status="disabled"), payer="bill") == wanted

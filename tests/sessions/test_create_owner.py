"""The first people of a merchant get in without a mail."""

import pytest

from chalicelib.contacts.rules import ContactExists
from chalicelib.core.errors import Invalid, NotFound
from chalicelib.sessions.create_owner import create_client, create_owner
from chalicelib.sessions.rules import CredentialExists
from chalicelib.staff.rules import StaffExists
from tests.fixtures.sign_in import sign_in, staff_sign_in

PASSWORD = "seven tall windmills"


def test_an_owner_signs_in_at_once(api, acme):
    owner = create_owner(acme.merchant, "olga@acme.example", "Olga", PASSWORD)
    reply = staff_sign_in(api, "olga@acme.example", PASSWORD)
    assert (reply.status, reply.json["user"]["id"], reply.json["user"]["role"]) == (200, owner.id, "owner")


def test_a_client_signs_in_at_once(api, acme):
    contact = create_client(acme.merchant, "cus_one", "emmy@example.com", "Emmy", "Noether", "billing", PASSWORD)
    reply = sign_in(api, "emmy@example.com", PASSWORD)
    assert (reply.status, reply.json["user"]["id"], reply.json["user"]["customer_id"]) == (200, contact.id, "cus_one")


def test_nobody_is_created_twice_and_nobody_with_a_weak_password(acme):
    create_owner(acme.merchant, "olga@acme.example", "Olga", PASSWORD)
    with pytest.raises(StaffExists):
        create_owner(acme.merchant, "olga@acme.example", "Olga", PASSWORD)
    with pytest.raises(Invalid):
        create_owner(acme.merchant, "oleg@acme.example", "Oleg", "Password1234!")
    create_client(acme.merchant, "cus_one", "emmy@example.com", "Emmy", "Noether", "billing", PASSWORD)
    with pytest.raises(ContactExists):
        create_client(acme.merchant, "cus_one", "emmy@example.com", "Emmy", "Noether", "billing", PASSWORD)
    with pytest.raises(CredentialExists):
        create_client(acme.merchant, "cus_two", "emmy@example.com", "Emmy", "Noether", "billing", PASSWORD)
    with pytest.raises(NotFound):
        create_client(acme.merchant, "cus_absent", "x@example.com", "X", "Y", "owner", PASSWORD)

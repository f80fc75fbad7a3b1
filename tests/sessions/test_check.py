"""Every signed-in request reads anew whether its person is still welcome."""

import pytest

from chalicelib.adapters.dynamodb import Meter, meter, transaction
from chalicelib.contacts import store as contacts
from chalicelib.core.errors import NotSignedIn
from chalicelib.core.identity import Caller
from chalicelib.sessions import store
from chalicelib.sessions.check import client_of, staff_of
from chalicelib.sessions.rules import SecondFactorEnrolmentRequired
from tests.fixtures.people import change_portal


def asking(token: str | None) -> Caller:
    return Caller(
        address="192.0.2.1", origin=None, portal_header=None, cookies={}, idempotency_key=None, user_agent="", request_id="req_1",
        access_token=token, headers={}, raw_body=b"",
    )  # fmt: skip


def test_a_client_is_who_the_token_and_the_rows_say(ada):
    user = client_of(asking(ada.token))
    assert (user.tenant_id, user.customer_id, user.contact_id) == ("ten_acme", "cus_one", ada.id)
    assert (user.email, user.name, user.role, user.language) == ("ada@example.com", "Ada Example", "owner", "en")
    assert (user.session_id, user.request_id) == (ada.session.id, "req_1")


def test_a_staff_member_is_who_the_token_and_the_rows_say(staff):
    user = staff_of(asking(staff("accountant").token))
    assert (user.tenant_id, user.role, user.email) == ("ten_acme", "accountant", "accountant@acme.example")


def test_the_check_is_one_consistent_request(ada):
    token = ada.token
    used = Meter()
    reset = meter.set(used)
    client_of(asking(token))
    meter.reset(reset)
    assert used.operations == ["BatchGetItem"]


def test_nobody_is_signed_in_without_a_token(cloud):
    for check in (client_of, staff_of):
        with pytest.raises(NotSignedIn):
            check(asking(None))


def test_V04_a_client_is_no_staff_and_staff_are_no_client(ada, staff):
    with pytest.raises(NotSignedIn):
        staff_of(asking(ada.token))
    with pytest.raises(NotSignedIn):
        client_of(asking(staff().token))


def test_V16_a_disabled_contact_is_out_on_the_next_request(dave):
    with pytest.raises(NotSignedIn):
        client_of(asking(dave.token))


def test_V16_a_session_from_before_stays_over_when_access_is_switched_on_again(ada):
    token, session = ada.token, ada.session
    contact = contacts.get("ten_acme#cus_one", ada.email)
    assert contact is not None
    contact.access += 1
    with transaction() as tx:
        contacts.table.save(tx, contact)
    assert store.get_session(session.id) == session.model_copy(update={"version": 1})
    with pytest.raises(NotSignedIn):
        client_of(asking(token))


def test_V16_a_portal_that_is_switched_off_lets_no_client_in_but_staff(ada, staff):
    client, member = ada.token, staff().token
    change_portal("ten_acme", enabled=False)
    with pytest.raises(NotSignedIn):
        client_of(asking(client))
    assert staff_of(asking(member)).role == "owner"


def test_V16_a_session_ends_with_its_row_its_epoch_and_its_idle_time(ada, time):
    token = ada.token
    credential = ada.credential
    credential.epoch += 1
    with transaction() as tx:
        store.credentials.save(tx, credential)
    with pytest.raises(NotSignedIn):
        client_of(asking(token))
    with transaction() as tx:
        store.end(tx, ada.session.id)
    with pytest.raises(NotSignedIn):
        client_of(asking(ada.token))


@pytest.mark.asvs("2.3.1", "6.3.3")
def test_a_required_second_factor_must_be_enrolled_before_anything_else(staff):
    token = staff().token
    change_portal("ten_acme", staff_second_factor="required")
    with pytest.raises(SecondFactorEnrolmentRequired):
        staff_of(asking(token), "GET /merchant/invoices")
    for route in ("GET /merchant/me", "POST /merchant/me/totp", "POST /merchant/me/totp/confirmation"):
        assert staff_of(asking(token), route).role == "owner"


@pytest.mark.asvs("6.3.3")
def test_a_required_second_factor_of_clients_must_be_enrolled_before_anything_else(ada):
    token = ada.token
    change_portal("ten_acme", require_second_factor=True)
    with pytest.raises(SecondFactorEnrolmentRequired):
        client_of(asking(token), "GET /portal/invoices")
    assert client_of(asking(token), "POST /portal/me/totp").role == "owner"

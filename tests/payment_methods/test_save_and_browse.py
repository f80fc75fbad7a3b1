"""Saved payment methods: kept once, one of them the default, shown to the customer's people only."""

import pytest

from chalicelib.adapters.dynamodb import transaction
from chalicelib.adapters.gateways.models import SavedMethod
from chalicelib.payment_methods import store
from chalicelib.payment_methods.save import MethodsChanged, save_payment_method

PK = "ten_acme#cus_one"


def face(number=1, **more):
    values = {
        "id": f"pm_at_gateway_{number}", "type": "card", "brand": "visa", "last4": "4242", "exp_month": 12,
        "exp_year": 2034, "gateway_customer": "cus_at_gateway", **more,
    }  # fmt: skip
    return SavedMethod(**values)


def save(number=1, **more):
    with transaction() as tx:
        return save_payment_method(tx, "ten_acme", "cus_one", face(number, **more))


def test_the_first_method_is_the_default_and_stays_it(acme):
    assert save(1).is_default
    assert not save(2).is_default
    assert [method.is_default for method in store.browse(PK)] == [True, False]


def test_a_method_is_kept_once(acme):
    save(1)
    assert save(1) is None
    assert len(store.browse(PK)) == 1


@pytest.mark.parametrize("more", [{"type": "other"}, {"gateway_customer": None}])
def test_what_cannot_be_charged_again_is_not_kept(acme, more):
    assert save(1, **more) is None


def test_of_two_that_are_first_at_once_one_reads_again(acme):
    with transaction() as second:
        save_payment_method(second, "ten_acme", "cus_one", face(2))
        save(1)
        with pytest.raises(MethodsChanged):
            second.commit()
        second.writes.clear()
        second._afterwards.clear()
    save(2)
    assert [method.is_default for method in store.browse(PK)] == [True, False]


def test_after_the_last_one_went_the_next_one_is_the_default_again(acme):
    save(1)
    with transaction() as tx:
        store.table.remove(tx, store.browse(PK)[0])
    assert save(2).is_default


def test_the_list_has_the_default_first_then_the_newest(api, ada, time):
    for number in range(1, 5):
        save(number, last4=f"000{number}")
        time.move(days=1)
    items = api.get("/portal/payment-methods", token=ada.token).json["items"]
    assert [item["last4"] for item in items] == ["0001", "0004", "0003", "0002"]
    assert set(items[0]) == {"id", "type", "brand", "last4", "exp_month", "exp_year", "mandate", "is_default"}


def test_the_list_comes_in_pages(api, ada, time):
    for number in range(1, 4):
        save(number, last4=f"000{number}")
        time.move(minutes=1)
    first = api.get("/portal/payment-methods", token=ada.token, query={"limit": 2}).json
    rest = api.get("/portal/payment-methods", token=ada.token, query={"cursor": first["next_cursor"]}).json
    assert [item["last4"] for item in first["items"] + rest["items"]] == ["0001", "0003", "0002"]
    assert rest["next_cursor"] is None


def test_v01_nobody_else_sees_them(api, ada, carol, eve):
    save(1)
    assert [api.get("/portal/payment-methods", token=one.token).json["items"] for one in (carol, eve)] == [[], []]
    assert api.get("/portal/payment-methods").status == 401


def test_an_unknown_parameter_is_named(api, ada):
    assert api.get("/portal/payment-methods", token=ada.token, query={"customer_id": "x"}).fields == ["customer_id"]


def test_i11_the_gateways_own_ids_are_not_answered(api, ada):
    save(1)
    assert b"at_gateway" not in api.get("/portal/payment-methods", token=ada.token).raw

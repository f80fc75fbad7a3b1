"""A merchant comes into being."""

import pytest

from chalicelib.adapters.dynamodb import transaction
from chalicelib.core.errors import NotFound
from chalicelib.core.portal import Organization, PortalSettings
from chalicelib.tenants import store
from chalicelib.tenants.create import create_tenant
from chalicelib.tenants.find import find_by_portal_name, find_merchant
from chalicelib.tenants.rules import PortalNameTaken
from chalicelib.tenants.take_number import NumberTaken, take_number


def create(portal="acme", name="Acme"):
    return create_tenant(Organization(name=name, email="hello@acme.example"), PortalSettings(portal_name=portal))


def test_a_new_merchant_is_found_by_its_portals_name_and_is_off(cloud):
    tenant = create()
    assert find_by_portal_name("acme").tenant_id == tenant.tenant_id
    assert find_by_portal_name("ACME").tenant_id == tenant.tenant_id
    assert not find_merchant(tenant.tenant_id).portal.enabled


def test_a_portal_name_belongs_to_one_merchant(cloud):
    create()
    with pytest.raises(PortalNameTaken):
        create(name="Another")


def test_an_unknown_name_is_not_found(cloud):
    with pytest.raises(NotFound):
        find_by_portal_name("nobody")


def test_numbers_are_gapless_and_used_up_only_when_kept(cloud):
    taken = []
    for _ in range(3):
        with transaction() as tx:
            taken.append(take_number(tx, "ten_1", "invoice"))
    with pytest.raises(ZeroDivisionError), transaction() as tx:
        take_number(tx, "ten_1", "invoice")
        _ = 1 / 0
    with transaction() as tx:
        taken.append(take_number(tx, "ten_1", "invoice"))
    assert taken == [1, 2, 3, 4]


def test_of_two_who_take_the_same_number_one_is_refused(cloud):
    with pytest.raises(NumberTaken), transaction() as slow:
        take_number(slow, "ten_1", "invoice")
        with transaction() as fast:
            take_number(fast, "ten_1", "invoice")
    assert store.get_series("ten_1", "invoice").last == 1
